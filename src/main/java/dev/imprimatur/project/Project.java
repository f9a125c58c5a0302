package dev.imprimatur.project;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of a project; rows are made by {@link ProjectRepository#ensure}, never by an insert here.
 */
@Entity
@Table(name = "project")
@SuppressWarnings("NullAway.Init") // JPA fills the fields in
class Project {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String indexId;
    private String name;
    private String normalizedName;
    private @Nullable String blockedReason;
    private Instant createdAt;
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
                createdAt,
                version);
    }
}
