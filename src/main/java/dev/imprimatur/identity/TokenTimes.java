package dev.imprimatur.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The times of an identity token (RFC 7519, section 4.1): whole seconds since 1970, as JSON
 * integers.
 *
 * @param issuedAt the {@code iat}
 * @param expiresAt the {@code exp}
 */
record TokenTimes(Instant issuedAt, Instant expiresAt) {

    /**
     * How far an issuer's clock may be off from ours: the one leeway of the house.
     *
     * <p>Invariant: a token is accepted strictly before {@code exp} plus this, never at or after
     * it, and {@link #acceptedUntil()} is that instant. So a replay record that is kept until then
     * outlives the last acceptance. Whoever adds leeway elsewhere lets tokens be used twice.
     */
    static final Duration LEEWAY = Duration.ofSeconds(30);

    /** The year 10000: what is later is no time, and would overflow those who reckon with it. */
    private static final long END_OF_TIME = 253_402_300_800L;

    /** Reads them; a {@link Failure} says which is not as it must be, or does not hold now. */
    static Reading read(JsonNode payload, Instant now, Duration longestLifetime) {
        for (String claim : new String[] {"exp", "iat"}) {
            if (time(payload, claim).isEmpty()) {
                return new Failure(claim, "its %s is missing or no whole number".formatted(claim));
            }
        }
        if (payload.has("nbf") && time(payload, "nbf").isEmpty()) {
            return new Failure("nbf", "its nbf is no whole number");
        }
        TokenTimes times =
                new TokenTimes(
                        time(payload, "iat").orElseThrow(), time(payload, "exp").orElseThrow());
        return times.failure(now, time(payload, "nbf").orElse(times.issuedAt), longestLifetime)
                .<Reading>map(failure -> failure)
                .orElse(new Holding(times));
    }

    /** From this instant on no instance accepts the token. */
    Instant acceptedUntil() {
        return expiresAt.plus(LEEWAY);
    }

    private Optional<Failure> failure(Instant now, Instant notBefore, Duration longestLifetime) {
        if (!now.isBefore(acceptedUntil())) {
            return failed("exp", "it expired " + between(expiresAt, now) + " ago");
        }
        if (issuedAt.isAfter(now.plus(LEEWAY))) {
            return failed("iat", "it is issued " + between(now, issuedAt) + " in the future");
        }
        if (notBefore.isAfter(now.plus(LEEWAY))) {
            return failed("nbf", "it is not valid for another " + between(now, notBefore));
        }
        if (!expiresAt.isAfter(issuedAt)) {
            return failed("exp", "its exp is not after its iat");
        }
        // However long a token may live, its replay record must live: both have an end.
        if (Duration.between(issuedAt, expiresAt).compareTo(longestLifetime) > 0) {
            return failed(
                    "exp",
                    "it lives longer than the %d s that its provider gives"
                            .formatted(longestLifetime.toSeconds()));
        }
        return Optional.empty();
    }

    private static Optional<Failure> failed(String claim, String reason) {
        return Optional.of(new Failure(claim, reason));
    }

    private static String between(Instant earlier, Instant later) {
        return Duration.between(earlier, later).toSeconds() + " s";
    }

    private static Optional<Instant> time(JsonNode payload, String claim) {
        JsonNode node = payload.path(claim);
        return node.isIntegralNumber()
                        && node.canConvertToLong()
                        && node.longValue() >= 0
                        && node.longValue() < END_OF_TIME
                ? Optional.of(Instant.ofEpochSecond(node.longValue()))
                : Optional.empty();
    }

    /** What reading the times comes to. */
    sealed interface Reading {}

    /** They hold now. */
    record Holding(TokenTimes times) implements Reading {}

    /** They do not: the claim that is to blame, and why. */
    record Failure(String claim, String reason) implements Reading {}
}
