package dev.imprimatur.exchange;

import dev.imprimatur.exchange.Exchanged.Cause;
import dev.imprimatur.exchange.Exchanged.Refusal;
import dev.imprimatur.identity.Identity;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.identity.Verification;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.PublisherMatching;
import dev.imprimatur.publisher.Trust;
import dev.imprimatur.publisher.TrustedPublisher;
import dev.imprimatur.token.Mint;
import dev.imprimatur.token.MintOrder;
import dev.imprimatur.token.Minting;
import dev.imprimatur.web.limit.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one exchange behind every dialect: identity token in, upload token out. Verify, match, use
 * up, in that order, so that a refusal leaves the identity token usable: the maintainer mends the
 * publisher, and the job runs again.
 */
@Component
class TokenExchange {

    /** Some providers write the same audience into every identity token. */
    private static final Refusal NO_INDEX_MEANT =
            Refusal.of(
                    Cause.INVALID_TOKEN,
                    "The audience of this identity token names no package index, and several are"
                            + " asked for at this address: use the one with the index's id");

    private static final Refusal INDEX_OFF =
            Refusal.of(
                    Cause.NOT_ENABLED, "Trusted publishing is switched off for this package index");

    private static final String OUT_OF_SCOPE =
            "One of the projects that were asked for has no trusted publisher that this CI job"
                    + " matches";

    private final IdentityVerifier verifier;
    private final PublisherMatching publishers;
    private final Mint mint;
    private final KillSwitches switches;
    private final RefusalLog refusals;
    private final ExchangeMetrics metrics;
    private final RateLimits limits;

    TokenExchange(
            IdentityVerifier verifier,
            PublisherMatching publishers,
            Mint mint,
            KillSwitches switches,
            RefusalLog refusals,
            ExchangeMetrics metrics,
            RateLimits limits) {
        this.verifier = verifier;
        this.publishers = publishers;
        this.mint = mint;
        this.switches = switches;
        this.refusals = refusals;
        this.metrics = metrics;
        this.limits = limits;
    }

    Exchanged exchange(ExchangeRequest request) {
        ExchangeMetrics.Measurement measurement = metrics.start();
        try {
            Exchanged exchanged = exchange(request, measurement);
            measurement.end(exchanged);
            return exchanged;
        } catch (RuntimeException e) {
            measurement.fail();
            throw e;
        }
    }

    /** Why nothing is exchanged for this index at the moment; empty: it is. */
    Optional<Refusal> switchedOff(PackageIndex index) {
        return index.enabled()
                ? switches.stopping(index.id()).map(TokenExchange::switchedOff)
                : Optional.of(INDEX_OFF);
    }

    private Exchanged exchange(ExchangeRequest request, ExchangeMetrics.Measurement measurement) {
        Optional<Refusal> stopped = switches.stoppingEverything().map(TokenExchange::switchedOff);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        return switch (verifier.verify(request.identityToken(), audiences(request))) {
            case Verification.Malformed(String reason) -> Refusal.of(Cause.INVALID_PAYLOAD, reason);
            case Verification.SwitchedOff() ->
                    Refusal.of(
                            Cause.NOT_ENABLED,
                            "Trusted publishing is switched off for this identity" + " provider");
            case Verification.Invalid(String reason) -> Refusal.of(Cause.INVALID_TOKEN, reason);
            case Verification.IssuerUnavailable(String reason, var retryAfter) ->
                    new Refusal(Cause.ISSUER_UNAVAILABLE, reason, retryAfter);
            case Verification.Proven(Identity identity) -> {
                measurement.of(identity.provider());
                yield indexOf(request, identity)
                        .map(index -> exchange(request, identity, index))
                        .orElseGet(() -> refuse(identity, null, NO_INDEX_MEANT));
            }
        };
    }

    private Exchanged exchange(ExchangeRequest request, Identity identity, PackageIndex index) {
        String repository = Repository.of(identity);
        Optional<Duration> wait = limits.exchangeOfRepositoryExceeded(repository);
        if (wait.isPresent()) {
            return tooMany(identity, index, repository, wait.get());
        }
        if (!index.enabled()) {
            return refuse(identity, index, INDEX_OFF);
        }
        Optional<Refusal> stopped =
                switches.stopping(index.id(), identity.provider().id())
                        .map(TokenExchange::switchedOff);
        if (stopped.isPresent()) {
            return refuse(identity, index, stopped.get());
        }
        return switch (publishers.match(index, identity)) {
            case Trust.Not not ->
                    refusals.refuse(identity, index, Refusal.of(cause(not), not.reason()), not);
            case Trust.Trusted(List<TrustedPublisher> trusted) -> {
                Narrowing narrowing = Narrowing.of(request.projects(), index);
                yield narrowing
                        .narrow(trusted)
                        .map(narrowed -> mint(request, identity, index, narrowing, narrowed))
                        .orElseGet(() -> outOfScope(identity, index, narrowing, trusted));
            }
        };
    }

    private static Refusal switchedOff(KillSwitches.Off off) {
        String what =
                switch (off.which().kind()) {
                    case EXCHANGE -> "";
                    case INDEX -> " for this package index";
                    case PROVIDER -> " for this identity provider";
                };
        return Refusal.of(
                Cause.NOT_ENABLED,
                "Trusted publishing is switched off%s at the moment: %s"
                        .formatted(what, off.reason()));
    }

    /**
     * Told once a minute. Intent: the limit keeps a flood away from the database, so a line in the
     * log for each that it refuses would undo it.
     */
    private Exchanged tooMany(
            Identity identity, PackageIndex index, String repository, Duration wait) {
        Refusal refusal =
                new Refusal(
                        Cause.RATE_LIMITED,
                        "Too many exchanges of this repository came. Try again in a minute: the"
                                + " identity token is not used up",
                        wait);
        return limits.isWorthTelling(repository) ? refuse(identity, index, refusal) : refusal;
    }

    private Exchanged mint(
            ExchangeRequest request,
            Identity identity,
            PackageIndex index,
            Narrowing narrowing,
            List<TrustedPublisher> trusted) {
        MintOrder order =
                new MintOrder(identity, index, trusted, narrowing.only(), request.singleUse());
        return switch (mint.mint(order)) {
            case Minting.Minted minted ->
                    new Exchanged.Minted(
                            minted.text(),
                            minted.expiresAt(),
                            identity.provider().label(),
                            narrowing.reached(trusted));
            case Minting.Replayed() ->
                    refusals.refuse(
                            identity,
                            index,
                            Refusal.of(
                                    Cause.INVALID_REUSE_TOKEN,
                                    "This identity token was exchanged before. Each can be exchanged"
                                            + " once: have the CI job ask its provider for another"
                                            + " one"),
                            "",
                            trusted);
            case Minting.Overtaken() ->
                    refusals.refuse(
                            identity,
                            index,
                            Refusal.of(
                                    Cause.INVALID_PUBLISHER,
                                    "The trusted publisher was removed, or bound to another"
                                            + " repository, in this moment"),
                            "",
                            trusted);
        };
    }

    /**
     * Says of the first project that is out of reach what its nearest publisher lacks. Intent: a
     * client that asks for one package at a time is told of that package, not of the others that
     * trust the same repository; and so are people: what a publisher expects is in the events of
     * its own project alone, where those find it who can mend it.
     */
    private Exchanged outOfScope(
            Identity identity,
            PackageIndex index,
            Narrowing narrowing,
            List<TrustedPublisher> trusted) {
        Trust nearest =
                narrowing
                        .lacking(trusted)
                        .map(project -> publishers.match(index, identity, project))
                        .orElse(null);
        Refusal refusal =
                Refusal.of(
                        Cause.INVALID_SCOPE,
                        nearest instanceof Trust.Not not
                                ? OUT_OF_SCOPE + ". " + not.reason()
                                : OUT_OF_SCOPE);
        return nearest instanceof Trust.Not not && !not.projects().isEmpty()
                ? refusals.refuse(identity, index, refusal, not)
                : refusals.refuse(identity, index, refusal, "projects", trusted);
    }

    private static Cause cause(Trust.Not not) {
        return switch (not) {
            case Trust.Untrusted _ -> Cause.INVALID_PUBLISHER;
            case Trust.Blocked _ -> Cause.NOT_ENABLED;
            case Trust.NameLost _ -> Cause.INVALID_PENDING_PUBLISHER;
        };
    }

    private Refusal refuse(Identity identity, @Nullable PackageIndex index, Refusal refusal) {
        return refusals.refuse(identity, index, refusal, "", List.of(), Map.of());
    }

    private static Set<String> audiences(ExchangeRequest request) {
        return request.indexes().stream().map(PackageIndex::audience).collect(Collectors.toSet());
    }

    /** The index that is meant; empty: neither the address nor the audience says which. */
    private static Optional<PackageIndex> indexOf(ExchangeRequest request, Identity identity) {
        if (identity.provider().audience() != null) {
            return request.indexes().size() == 1
                    ? Optional.of(request.indexes().getFirst())
                    : Optional.empty();
        }
        return request.indexes().stream()
                .filter(index -> index.audience().equals(identity.audience()))
                .findFirst();
    }
}
