package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.identity.Examination;
import dev.imprimatur.identity.Finding;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.Advice;
import dev.imprimatur.provider.KnownClaims;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Explains to the people of a project why a job would be refused; it changes nothing. */
@Component
public class Explaining {

    /**
     * More than any project that people look after, and as many for patterns; what lies beyond is
     * not compared.
     */
    private static final int MOST_PUBLISHERS = 500;

    private final Publishers publishers;
    private final PublisherRepository rows;
    private final PrefixOwners prefixes;
    private final Indexes indexes;
    private final KillSwitches switches;
    private final Clock clock;

    Explaining(
            Publishers publishers,
            PublisherRepository rows,
            PrefixOwners prefixes,
            Indexes indexes,
            KillSwitches switches,
            Clock clock) {
        this.publishers = publishers;
        this.rows = rows;
        this.prefixes = prefixes;
        this.indexes = indexes;
        this.switches = switches;
        this.clock = clock;
    }

    /** Compares what was examined with every publisher that covers a project. */
    public Explanation explain(
            PackageIndex index, RegisteredProject project, Caller caller, Examination examined) {
        List<Explanation.Check> checks =
                new ArrayList<>(indexChecks(index, project, examined.provider().id()));
        examined.findings().forEach(finding -> checks.add(check(finding, index, examined)));
        PublisherComparison comparison =
                new PublisherComparison(
                        KnownClaims.all(examined.provider(), examined.claims()),
                        project.name(),
                        clock.instant());
        return explanation(
                examined.proven(), checks, covering(index, project, caller), comparison::compare);
    }

    /**
     * The publishers of a project as they are now, looked up once for the jobs of many attempts.
     * What only identity tokens have, times and audience, is not looked at: it held then.
     */
    final class Now {

        private final PackageIndex index;
        private final RegisteredProject project;
        private final Covering covering;

        private Now(PackageIndex index, RegisteredProject project, Caller caller) {
            this.index = index;
            this.project = project;
            this.covering = covering(index, project, caller);
        }

        /** Compares what was recorded of a job that its provider vouched for. */
        Explanation explain(KnownClaims job) {
            PublisherComparison comparison =
                    new PublisherComparison(job, project.name(), clock.instant());
            return explanation(
                    true,
                    indexChecks(index, project, job.provider().id()),
                    covering,
                    comparison::compare);
        }

        /** The same for a job of a provider that is not there any more. */
        Explanation explainUnknown(String provider) {
            return Explaining.this.explainUnknown(index, project, covering, provider);
        }
    }

    /** What is trusted with a project now. */
    Now now(PackageIndex index, RegisteredProject project, Caller caller) {
        return new Now(index, project, caller);
    }

    /** The same for a job of a provider that is unknown or off: nothing of it can be compared. */
    public Explanation explainUnknown(
            PackageIndex index,
            RegisteredProject project,
            Caller caller,
            @Nullable String provider) {
        return explainUnknown(index, project, covering(index, project, caller), provider);
    }

    private Explanation explainUnknown(
            PackageIndex index,
            RegisteredProject project,
            Covering covering,
            @Nullable String provider) {
        String named = provider == null ? "of the identity token" : provider;
        List<Explanation.Check> checks = new ArrayList<>(indexChecks(index, project, provider));
        checks.add(
                Explanation.Check.of(
                        Advice.PROVIDER_OFF,
                        null,
                        null,
                        provider,
                        Map.of("seen", Advice.quoted(named))));
        return explanation(
                false,
                checks,
                covering,
                held -> PublisherComparison.ofOther(held, named, clock.instant()));
    }

    /**
     * The publishers under which a project may be published.
     *
     * @param hidden those of them that are not for the eyes of whoever asks
     */
    private record Covering(List<RegisteredPublisher> shown, List<RegisteredPublisher> hidden) {}

    private Covering covering(PackageIndex index, RegisteredProject project, Caller caller) {
        List<NamePattern> within = prefixes.patternsOf(index, caller, false);
        List<RegisteredPublisher> shown =
                new ArrayList<>(publishers.page(project, 0, MOST_PUBLISHERS));
        List<RegisteredPublisher> hidden = new ArrayList<>();
        String[] like = within.stream().map(NamePattern::like).toArray(String[]::new);
        for (Publisher row :
                rows.covering(index.id(), project.name().normalized(), like, MOST_PUBLISHERS)) {
            RegisteredPublisher publisher = row.registered();
            (isWithin(publisher, within) ? shown : hidden).add(publisher);
        }
        // Whoever merely waits for a name has no part in what its pattern makes, and could wait
        // for any.
        return new Covering(shown, project.isPending() ? List.of() : hidden);
    }

    private static boolean isWithin(RegisteredPublisher publisher, List<NamePattern> patterns) {
        NamePattern its = new NamePattern(Objects.requireNonNull(publisher.projects()));
        return patterns.stream().anyMatch(pattern -> pattern.contains(its));
    }

    private static Explanation explanation(
            boolean proven,
            List<Explanation.Check> checks,
            Covering covering,
            Function<RegisteredPublisher, PublisherComparison.Compared> comparison) {
        List<Explanation.PublisherExplanation> nearestFirst =
                covering.shown().stream()
                        .map(comparison)
                        .sorted(Comparator.comparingInt(PublisherComparison.Compared::distance))
                        .map(PublisherComparison.Compared::explanation)
                        .toList();
        Explanation.Hidden hidden = hidden(proven, covering.hidden(), comparison);
        boolean trusted =
                hidden == Explanation.Hidden.MATCH
                        || nearestFirst.stream().anyMatch(Explanation.PublisherExplanation::match);
        return new Explanation(
                checks.isEmpty() && trusted, proven, List.copyOf(checks), nearestFirst, hidden);
    }

    private static Explanation.@Nullable Hidden hidden(
            boolean proven,
            List<RegisteredPublisher> hidden,
            Function<RegisteredPublisher, PublisherComparison.Compared> comparison) {
        if (hidden.isEmpty()) {
            return null;
        }
        if (!proven) {
            return Explanation.Hidden.NOT_COMPARED;
        }
        return hidden.stream().anyMatch(held -> comparison.apply(held).explanation().match())
                ? Explanation.Hidden.MATCH
                : Explanation.Hidden.NO_MATCH;
    }

    private List<Explanation.Check> indexChecks(
            PackageIndex index, RegisteredProject project, @Nullable String provider) {
        List<Explanation.Check> checks = new ArrayList<>();
        if (!index.enabled()) {
            checks.add(off(Advice.INDEX_OFF, Map.of("expected", Advice.quoted(index.id()))));
        }
        (provider == null ? switches.stopping(index.id()) : switches.stopping(index.id(), provider))
                .ifPresent(
                        stopped ->
                                checks.add(
                                        off(Advice.STOPPED, Map.of("reason", stopped.reason()))));
        if (project.blockedReason() != null) {
            checks.add(off(Advice.BLOCKED, Map.of("reason", project.blockedReason())));
        }
        return checks;
    }

    private static Explanation.Check off(Advice advice, Map<String, String> facts) {
        return Explanation.Check.of(advice, null, null, null, facts);
    }

    private Explanation.Check check(Finding finding, PackageIndex index, Examination examined) {
        boolean ofAudience = finding.advice() == Advice.OTHER_AUDIENCE;
        String expected =
                ofAudience
                        ? Optional.ofNullable(examined.provider().audience())
                                .orElse(index.audience())
                        : null;
        String seen = ofAudience ? examined.audience() : null;
        Map<String, String> facts = new HashMap<>();
        facts.put("reason", finding.reason());
        facts.put("index", Advice.quoted(index.id()));
        if (expected != null) {
            facts.put("expected", Advice.quoted(expected));
        }
        if (seen != null) {
            facts.put("seen", Advice.quoted(seen));
        }
        Optional<PackageIndex> other =
                indexes.all().stream().filter(i -> i.audience().equals(seen)).findFirst();
        other.ifPresent(meant -> facts.put("suggestion", Advice.quoted(meant.id())));
        Advice advice =
                ofAudience && other.isPresent() && examined.provider().audience() == null
                        ? Advice.OTHER_INDEX
                        : finding.advice();
        return Explanation.Check.of(advice, finding.claim(), expected, seen, facts);
    }
}
