package dev.imprimatur.project;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The row of a project; rows are made by {@link ProjectRepository}, never by an insert here. */
@Entity
@Table(name = "project")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields in
class Project {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String indexId;
    private String name;
    private String normalizedName;
    private @Nullable String blockedReason;
    private boolean trustedOnly;
    private @Nullable Instant trustedOnlyEnds;
    private Instant createdAt;
    private @Nullable Instant pendingUntil;
    private @Nullable Long claimantId;
    private @Nullable String claimedBy;
    private long version;

    protected Project() {}

    @Nullable String blockedReason() {
        return blockedReason;
    }

    void block(@Nullable String reason) {
        this.blockedReason = reason;
        version++;
    }

    RegisteredProject registered() {
        return new RegisteredProject(
                id,
                indexId,
                new ProjectName(name, normalizedName),
                blockedReason,
                trustedOnly ? new TrustedOnly(trustedOnlyEnds) : null,
                createdAt,
                version,
                pending());
    }

    private RegisteredProject.@Nullable Pending pending() {
        return pendingUntil == null
                ? null
                : new RegisteredProject.Pending(
                        pendingUntil, claimantId, Objects.requireNonNull(claimedBy));
    }
}
