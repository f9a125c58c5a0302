package dev.imprimatur.publisher;

import dev.imprimatur.identity.Examination;
import dev.imprimatur.identity.Finding;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.Advice;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Explains to the people of a project why a job would be refused; it changes nothing. */
@Component
public class Explaining {

    /** More than any project that people look after; what lies beyond is not compared. */
    private static final int MOST_PUBLISHERS = 500;

    private final Publishers publishers;
    private final Indexes indexes;
    private final KillSwitches switches;
    private final Clock clock;

    Explaining(Publishers publishers, Indexes indexes, KillSwitches switches, Clock clock) {
        this.publishers = publishers;
        this.indexes = indexes;
        this.switches = switches;
        this.clock = clock;
    }

    /** Compares what was examined with every publisher of a project. */
    public Explanation explain(
            PackageIndex index, RegisteredProject project, Examination examined) {
        List<Explanation.Check> checks =
                new ArrayList<>(indexChecks(index, project, examined.provider().id()));
        examined.findings().forEach(finding -> checks.add(check(finding, index, examined)));
        PublisherComparison comparison =
                new PublisherComparison(
                        examined.provider(), examined.claims(), project.name(), clock.instant());
        return explanation(
                examined.proven(),
                checks,
                ofProject(project).stream().map(comparison::compare).toList());
    }

    /** The same for a job of a provider that is unknown or off: nothing of it can be compared. */
    public Explanation explainUnknown(
            PackageIndex index, RegisteredProject project, @Nullable String provider) {
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
                ofProject(project).stream()
                        .map(held -> PublisherComparison.ofOther(held, named, clock.instant()))
                        .toList());
    }

    private List<RegisteredPublisher> ofProject(RegisteredProject project) {
        return publishers.page(project, 0, MOST_PUBLISHERS);
    }

    private static Explanation explanation(
            boolean proven,
            List<Explanation.Check> checks,
            List<PublisherComparison.Compared> compared) {
        List<Explanation.PublisherExplanation> nearestFirst =
                compared.stream()
                        .sorted(Comparator.comparingInt(PublisherComparison.Compared::distance))
                        .map(PublisherComparison.Compared::explanation)
                        .toList();
        boolean trusted = nearestFirst.stream().anyMatch(Explanation.PublisherExplanation::match);
        return new Explanation(
                checks.isEmpty() && trusted, proven, List.copyOf(checks), nearestFirst);
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
