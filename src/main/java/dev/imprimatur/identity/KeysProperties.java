package dev.imprimatur.identity;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the keys of the issuers are kept. The defaults suit every provider that we know.
 *
 * @param window at most one fetch of an issuer's keys is begun in this time, however many identity
 *     tokens name keys that are not there; so a new key may stay unseen for as long
 * @param refreshAfter keys older than this are fetched anew in the background while they go on
 *     being used; so a withdrawn key may be trusted for as long
 * @param maximumAge keys older than this are not trusted, whatever keeps them from being fetched
 * @param fetchBudget the time that one fetch may take in all: discovery document and key set,
 *     connections and slow answers included. Stock clients give up after 5 s.
 */
@ConfigurationProperties("imprimatur.keys")
record KeysProperties(
        @DefaultValue("10s") Duration window,
        @DefaultValue("5m") Duration refreshAfter,
        @DefaultValue("24h") Duration maximumAge,
        @DefaultValue("2s") Duration fetchBudget) {

    private static final Duration SHORTEST_BUDGET = Duration.ofMillis(100);
    private static final Duration LONGEST_BUDGET = Duration.ofSeconds(4);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration LONGEST_AGE = Duration.ofDays(7);

    KeysProperties {
        require(
                isBetween(SHORTEST_BUDGET, fetchBudget, LONGEST_BUDGET),
                "fetch-budget must be between 100ms and 4s");
        require(
                isBetween(SHORTEST_WINDOW, window, LONGEST_WINDOW),
                "window must be between 1s and 5m");
        require(
                refreshAfter.compareTo(window) >= 0,
                "refresh-after must be no shorter than imprimatur.keys.window");
        require(
                isBetween(refreshAfter, maximumAge, LONGEST_AGE)
                        && !maximumAge.equals(refreshAfter),
                "maximum-age must be longer than imprimatur.keys.refresh-after and at most 7d");
    }

    private static boolean isBetween(Duration least, Duration value, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean holds, String wanted) {
        if (!holds) {
            throw new ConfigurationException("imprimatur.keys." + wanted);
        }
    }
}
