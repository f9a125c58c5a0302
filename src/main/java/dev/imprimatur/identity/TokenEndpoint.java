package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.outbound.OutboundClient;
import dev.imprimatur.secret.Secret;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Trades the code with which a browser came back for an ID token (OpenID Connect Core 1.0, section
 * 3.1.3; RFC 7636, section 4.5). The one place that shows the client secret, to that endpoint
 * alone.
 */
final class TokenEndpoint implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(3);

    private final OutboundClient outbound = new OutboundClient(CONNECT);

    /** What a trade comes to. */
    sealed interface Trade {}

    /**
     * It is done.
     *
     * @param idToken as it came, believed in nothing yet
     */
    record Done(Secret idToken) implements Trade {}

    /** The identity provider said no, or what is no answer to this. */
    record Refused(String cause) implements Trade {}

    /** It did not answer. */
    record Unanswered(String cause) implements Trade {}

    Trade trade(
            LoginClient client, LoginEndpoints endpoints, String code, String verifier, String back)
            throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", back);
        form.put("code_verifier", verifier);
        Map<String, String> headers = new LinkedHashMap<>();
        authenticate(client, endpoints, form, headers);
        return switch (outbound.post(
                endpoints.token(), headers, encoded(form), Deadline.in(WHOLE))) {
            case OutboundClient.Failed(String cause) -> new Unanswered(cause);
            case OutboundClient.Answered answer when answer.status() == 200 ->
                    idToken(answer.body());
            case OutboundClient.Answered answer
                    when answer.status() >= 500 || answer.status() == 429 ->
                    new Unanswered("status " + answer.status());
            case OutboundClient.Answered answer -> new Refused("status " + answer.status());
        };
    }

    @Override
    public void close() {
        outbound.close();
    }

    /** RFC 6749, section 2.3.1: encoded as in a form, before it goes into the header, too. */
    private static void authenticate(
            LoginClient client,
            LoginEndpoints endpoints,
            Map<String, String> form,
            Map<String, String> headers) {
        Secret secret = client.secret();
        if (secret != null && !endpoints.secretInForm()) {
            String both = encoded(client.clientId()) + ":" + encoded(secret.reveal());
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
            return;
        }
        form.put("client_id", client.clientId());
        if (secret != null) {
            form.put("client_secret", secret.reveal());
        }
    }

    /**
     * Whatever else came, access and refresh tokens, is forgotten here: we ask for nothing more.
     */
    private static Trade idToken(byte[] body) {
        Optional<String> text =
                StrictJson.object(body)
                        .map(answer -> answer.path("id_token").stringValue(""))
                        .filter(it -> !it.isBlank());
        return text.<Trade>map(it -> new Done(Secret.of(it)))
                .orElseGet(() -> new Refused("no ID token in the answer"));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(member -> member.getKey() + "=" + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
