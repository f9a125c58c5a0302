package dev.imprimatur.project;

import dev.imprimatur.account.Caller;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides who may publish under which names, and gives them the projects for it: one that is there,
 * or a pending one of their own.
 */
@Service
public class NameClaims {

    private final ProjectRepository projects;
    private final PendingProjects pending;
    private final Access access;
    private final NamePolicy policy;
    private final Clock clock;

    NameClaims(
            ProjectRepository projects,
            PendingProjects pending,
            Access access,
            NamePolicy policy,
            Clock clock) {
        this.projects = projects;
        this.pending = pending;
        this.access = access;
        this.policy = policy;
        this.clock = clock;
    }

    /** What stands in the way of somebody who wants to publish under a name. */
    @Transactional(readOnly = true)
    public NameClaim wouldClaim(PackageIndex index, ProjectName name, Caller caller) {
        return of(name, wouldClaimAll(index, List.of(name), caller));
    }

    private static NameClaim of(ProjectName name, Map<String, NameClaim> claims) {
        return Objects.requireNonNull(claims.get(name.normalized()));
    }

    /**
     * Gives somebody who wants to publish under a name the project that is there, or a pending one
     * of their own; held until the transaction ends. Never {@link NameClaim.Free}.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public NameClaim claim(PackageIndex index, ProjectName name, Caller caller) {
        return of(name, claimAll(index, List.of(name), caller));
    }

    /**
     * Intent: to those who may claim nothing, a project that they may not see and a name that is
     * free are the same answer.
     */
    private NameClaim claimOf(
            RegisteredProject project, Right right, PackageIndex index, Caller caller) {
        if (right == Right.NONE) {
            return policy.mayClaim(index, project.name(), caller)
                            instanceof NamePolicy.Refused(String reason)
                    ? new NameClaim.Denied(reason)
                    : new NameClaim.Taken();
        }
        return right.contains(Right.PUBLISH)
                ? new NameClaim.Granted(project)
                : new NameClaim.Denied(access.lacking(caller, Right.PUBLISH));
    }

    private NameClaim firstClaim(
            PackageIndex index, ProjectName name, Caller caller, boolean mayWait) {
        return switch (policy.mayClaim(index, name, caller)) {
            case NamePolicy.Refused(String reason) -> new NameClaim.Denied(reason);
            case NamePolicy.Allowed() ->
                    mayWait
                            ? new NameClaim.Free()
                            : new NameClaim.Denied(
                                    "An account may wait for %d names in this package index, and you wait for as many: remove a pending project, or upload to one"
                                            .formatted(index.names().pendingPerAccount()));
        };
    }

    /**
     * Gives somebody who wants to publish under many names what {@link #claim} gives them under
     * each, with as many statements for an administrator as for one; held until the transaction
     * ends. Names are locked in one order, so that two who do this never wait for each other.
     *
     * @param names no normalised one twice
     * @return by the normalised names; where one is not {@link NameClaim.Granted}, nothing was made
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<String, NameClaim> claimAll(
            PackageIndex index, Collection<ProjectName> names, Caller caller) {
        pending.lockAll(index.id(), names);
        Map<String, NameClaim> claims = wouldClaimAll(index, names, caller);
        if (!claims.values().stream().allMatch(NameClaim::mayBeMade)) {
            return claims;
        }
        List<ProjectName> free =
                names.stream()
                        .filter(name -> claims.get(name.normalized()) instanceof NameClaim.Free)
                        .toList();
        if (!free.isEmpty()) {
            pending.addAll(index.id(), free, caller);
            claims.putAll(wouldClaimAll(index, free, caller));
        }
        return claims;
    }

    /** What stands in the way of somebody who wants to publish under many names. */
    @Transactional(readOnly = true)
    public Map<String, NameClaim> wouldClaimAll(
            PackageIndex index, Collection<ProjectName> names, Caller caller) {
        Map<String, RegisteredProject> there = new HashMap<>();
        String[] normalized = names.stream().map(ProjectName::normalized).toArray(String[]::new);
        for (Project row : projects.allNamed(index.id(), normalized, clock.instant())) {
            RegisteredProject project = row.registered();
            // What others wait with stands in nobody's way.
            if (!project.isPending() || project.isOwnOf(caller)) {
                there.merge(
                        project.name().normalized(),
                        project,
                        (one, other) -> one.isPending() ? other : one);
            }
        }
        Map<Long, Right> rights = access.toAll(there.values(), caller);
        Map<String, NameClaim> claims = new LinkedHashMap<>();
        int left = there.size() < names.size() ? pending.left(index, caller) : 0;
        for (ProjectName name : names) {
            RegisteredProject project = there.get(name.normalized());
            NameClaim claim =
                    project == null
                            ? firstClaim(index, name, caller, left > 0)
                            : claimOf(
                                    project,
                                    rights.getOrDefault(project.id(), Right.NONE),
                                    index,
                                    caller);
            if (claim instanceof NameClaim.Free) {
                left--;
            }
            claims.put(name.normalized(), claim);
        }
        return claims;
    }
}
