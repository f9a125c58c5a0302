package dev.imprimatur.forge;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.outbound.OutboundClient;
import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forge of one provider. What it said is remembered for a while, whoever asks; many who ask the
 * same at once share one question; and only so many questions are open at a time.
 */
final class Forge {

    private static final Logger log = LoggerFactory.getLogger(Forge.class);

    /** How many may be asked about at a time. */
    static final int AT_A_TIME = 8;

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration FOUND_FOR = Duration.ofMinutes(5);
    private static final Duration NOT_FOUND_FOR = Duration.ofSeconds(30);
    private static final Duration UNANSWERED_FOR = Duration.ofSeconds(5);

    private final ProviderDefinition provider;
    private final ForgeApi api;
    private final String name;
    private final Strategy strategy;
    private final Executor threads;
    private final Semaphore permits = new Semaphore(AT_A_TIME, true);
    private final AsyncCache<Names, Finding> remembered;

    Forge(
            ProviderDefinition provider,
            ForgeApi api,
            OutboundClient outbound,
            Executor threads,
            Clock clock) {
        this.provider = provider;
        this.api = api;
        this.name = api.kind().label();
        this.strategy = Strategy.of(api, new ForgeClient(provider.id(), api, outbound, clock));
        this.threads = threads;
        this.remembered =
                Caffeine.newBuilder()
                        .maximumSize(MOST_REMEMBERED)
                        .executor(threads)
                        .ticker(() -> nanos(clock.instant()))
                        .expireAfter(Expiry.<Names, Finding>creating((_, finding) -> kept(finding)))
                        .buildAsync();
    }

    /** What it says of the names in a publisher; blocks for its budget at most. */
    Finding find(Map<String, String> fields) {
        return find(fields, Deadline.in(api.budget()));
    }

    /** The same for one of many: blocks until their deadline, too, and asks nothing after it. */
    Finding find(Map<String, String> fields, Deadline deadline) {
        Names names = Names.in(fields, api.kind());
        CompletableFuture<Finding> answer =
                deadline.nanosLeft() > 0
                        ? remembered.get(names, (key, _) -> asked(key))
                        : remembered.getIfPresent(names);
        if (answer == null) {
            return late();
        }
        try {
            Deadline first = Deadline.in(api.budget()).orEarlier(deadline);
            return answer.get(Math.max(0, first.nanosLeft()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            // Nothing that we know of; and nobody's registration fails over it.
            log.warn("The forge of provider {} could not be asked", provider.id(), e.getCause());
            return Finding.unanswered("%s could not be asked.".formatted(name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late();
        }
    }

    private Finding late() {
        return Finding.unanswered("%s did not answer in time.".formatted(name));
    }

    private CompletableFuture<Finding> asked(Names names) {
        return CompletableFuture.supplyAsync(() -> ask(names), threads);
    }

    private Finding ask(Names names) {
        Deadline deadline = Deadline.in(api.budget());
        boolean mine = false;
        try {
            mine = permits.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            return mine
                    ? ofThisProvider(strategy.find(names, deadline))
                    : Finding.unanswered(
                            "Too many questions to %s wait for their answers.".formatted(name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late();
        } finally {
            if (mine) {
                permits.release();
            }
        }
    }

    /** A definition may do without some of the pins that a forge knows. */
    private Finding ofThisProvider(Finding finding) {
        if (finding instanceof Finding.Found(Map<String, String> known)) {
            Map<String, String> pins = new LinkedHashMap<>(known);
            pins.keySet().retainAll(provider.pins());
            return new Finding.Found(Map.copyOf(pins));
        }
        return finding;
    }

    private static Duration kept(Finding finding) {
        return switch (finding) {
            case Finding.Found _ -> FOUND_FOR;
            case Finding.Unknown(var cause, _) when cause == Finding.Cause.UNANSWERED ->
                    UNANSWERED_FOR;
            case Finding.Wrong _, Finding.Unknown _, Finding.NotAsked _ -> NOT_FOUND_FOR;
        };
    }

    private static long nanos(Instant now) {
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
