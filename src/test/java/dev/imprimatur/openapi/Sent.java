package dev.imprimatur.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Reads once more the body of a request that was sent: its publisher gives it to whoever asks. */
final class Sent implements Flow.Subscriber<ByteBuffer> {

    private final BodySubscriber<String> text = BodySubscribers.ofString(UTF_8);

    private Sent() {}

    static String bodyOf(HttpRequest request) {
        Sent sent = new Sent();
        request.bodyPublisher().ifPresent(body -> body.subscribe(sent));
        return request.bodyPublisher().isPresent()
                ? sent.text.getBody().toCompletableFuture().join()
                : "";
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        text.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer next) {
        text.onNext(List.of(next));
    }

    @Override
    public void onError(Throwable thrown) {
        text.onError(thrown);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
