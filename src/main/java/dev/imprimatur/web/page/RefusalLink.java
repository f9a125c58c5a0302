package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.StorableText;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.publisher.Attempts;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.UriUtils;

/**
 * Leads from the id in a CI log to the page of that refusal, for whoever does not know of which
 * project it is.
 *
 * <p>Intent: an id gives no right. Who may see none of the projects that the job came near to reads
 * the same as of an id that there never was.
 */
@Controller
class RefusalLink {

    private static final int LONGEST_ID = 64;

    /** A job of a monorepo comes near to very many; the page of a project finds it, too. */
    private static final int PROJECTS = 20;

    private final EventReader events;
    private final Indexes indexes;
    private final Projects projects;
    private final Attempts attempts;

    RefusalLink(EventReader events, Indexes indexes, Projects projects, Attempts attempts) {
        this.events = events;
        this.indexes = indexes;
        this.projects = projects;
        this.attempts = attempts;
    }

    @GetMapping("/_/refusals/{attempt}")
    String lead(@PathVariable String attempt, @AuthenticationPrincipal AccountPrincipal account) {
        String id = attempt.strip().toLowerCase(Locale.ROOT);
        return refusal(id)
                .flatMap(refused -> path(refused, id, account))
                .map(path -> "redirect:" + path)
                .orElseThrow(
                        () ->
                                ProblemException.notFound(
                                        "No refusal that you may see has this attempt id"));
    }

    private Optional<RecordedEvent> refusal(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !StorableText.is(id)) {
            return Optional.empty();
        }
        EventFilter wanted =
                new EventFilter(
                        null, null, Set.of(EventType.EXCHANGE_REFUSED), null, id, null, null);
        List<RecordedEvent> found = events.newestFirst(wanted, Long.MAX_VALUE, 1);
        return found.stream().findFirst();
    }

    private Optional<String> path(RecordedEvent refused, String id, AccountPrincipal account) {
        String indexId = refused.event().indexId();
        return Optional.ofNullable(indexId).flatMap(indexes::ofId).stream()
                .flatMap(
                        index ->
                                refused.event().projects().stream()
                                        .limit(PROJECTS)
                                        .flatMap(name -> path(index, name, id, account).stream()))
                .findFirst();
    }

    private Optional<String> path(
            PackageIndex index, String name, String id, AccountPrincipal account) {
        return index.projectName(name)
                .flatMap(known -> projects.see(index, known, account.caller()))
                .filter(
                        seen ->
                                attempts.find(index, seen.project(), account.caller(), id)
                                        .isPresent())
                .map(seen -> new ShownProject(index, seen.project(), seen.right()))
                .map(shown -> shown.path() + "/refusals/" + UriUtils.encode(id, UTF_8));
    }
}
