package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What somebody waits for, for tools that list it across all names. */
@Service
public class Waits {

    private final ProjectRepository projects;
    private final Access access;
    private final PendingProperties properties;
    private final Clock clock;

    Waits(ProjectRepository projects, Access access, PendingProperties properties, Clock clock) {
        this.projects = projects;
        this.access = access;
        this.properties = properties;
        this.clock = clock;
    }

    /** How long a name waits for its first upload. */
    public Duration lifetime() {
        return properties.lifetime();
    }

    /**
     * The names that a caller waits for in all indexes, those that end first before the others;
     * what their credentials do not reach is not there. An API token of the operator's, which is
     * nobody, waits for none.
     *
     * @param limit at most so many
     */
    @Transactional(readOnly = true)
    public List<RegisteredProject> everywhere(Caller caller, int limit) {
        Account account = caller.account();
        return account == null
                ? List.of()
                : projects.waitingEverywhere(account.id(), clock.instant(), limit).stream()
                        .map(Project::registered)
                        .filter(
                                own ->
                                        access.least(own.indexId(), own.name(), caller, Right.OWN)
                                                != Right.NONE)
                        .toList();
    }

    /**
     * The names that a caller waits for themselves, the oldest first; what their credentials do not
     * reach is not there.
     *
     * @param limit at most so many; nobody but the operator can have very many
     */
    @Transactional(readOnly = true)
    public List<RegisteredProject> of(PackageIndex index, Caller caller, int limit) {
        Long claimant = caller.account() == null ? null : caller.account().id();
        List<RegisteredProject> own =
                projects.waiting(index.id(), claimant, clock.instant(), limit).stream()
                        .map(Project::registered)
                        .toList();
        Map<Long, Right> rights = access.toAll(own, caller);
        return own.stream().filter(project -> rights.get(project.id()) != Right.NONE).toList();
    }
}
