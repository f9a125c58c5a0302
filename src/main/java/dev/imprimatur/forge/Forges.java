package dev.imprimatur.forge;

import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.outbound.OutboundClient;
import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The forges that may be asked for the ids behind the names of a publisher. Never asked in a
 * database transaction: an answer may take as long as the budget.
 */
public final class Forges implements AutoCloseable {

    /** Fewer than may be open at a time, so that many publishers leave room for a single one. */
    private static final int WORKERS = Forge.AT_A_TIME - 2;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Forge> byProvider = new HashMap<>();
    private final OutboundClient outbound = new OutboundClient(CONNECT_TIMEOUT);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("forge-", 0).factory());

    Forges(Providers providers, Clock clock) {
        for (ProviderDefinition provider : providers.all()) {
            ForgeApi api = provider.forgeApi();
            if (api != null) {
                byProvider.put(provider.id(), new Forge(provider, api, outbound, threads, clock));
            }
        }
    }

    /**
     * Whom to ask about.
     *
     * @param provider whose publisher it is
     * @param fields of the publisher, which its provider accepts
     */
    public record Question(ProviderDefinition provider, Map<String, String> fields) {}

    /** Whether there is a forge that knows the repositories of a provider. */
    public boolean know(ProviderDefinition provider) {
        return byProvider.containsKey(provider.id());
    }

    /** What the forge of a provider says; blocks for the provider's budget at most. */
    public Finding find(Question question) {
        Forge forge = byProvider.get(question.provider().id());
        return forge == null ? new Finding.NotAsked() : forge.find(question.fields());
    }

    /**
     * What forges say of many, in the order of the questions. The same is asked once.
     *
     * @param budget for all of them together: what is not answered in this time is unknown
     */
    public List<Finding> findAll(List<Question> questions, Duration budget) {
        Deadline deadline = Deadline.in(budget);
        Finding[] findings = new Finding[questions.size()];
        AtomicInteger next = new AtomicInteger();
        Runnable work =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < findings.length;
                            i = next.getAndIncrement()) {
                        findings[i] = find(questions.get(i), deadline);
                    }
                };
        CompletableFuture.allOf(
                        Stream.generate(() -> CompletableFuture.runAsync(work, threads))
                                .limit(Math.min(WORKERS, findings.length))
                                .toArray(CompletableFuture<?>[]::new))
                .join();
        return List.of(findings);
    }

    private Finding find(Question question, Deadline deadline) {
        Forge forge = byProvider.get(question.provider().id());
        return forge == null ? new Finding.NotAsked() : forge.find(question.fields(), deadline);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        outbound.close();
    }
}
