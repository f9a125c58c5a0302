package dev.imprimatur.publisher;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The row of a publisher, as the registry edits it; an exchange reads the same rows with SQL. */
@Entity
@Table(name = "publisher")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields in and reads them
class Publisher {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private long projectId;
    private String indexId;
    private String provider;
    private String lookupKey;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> fields;

    private byte[] fieldsHash;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Map<String, String> pins;

    private @Nullable Instant pinDeadline;
    private @Nullable Instant pinsResolvedAt;
    private Instant createdAt;
    private String createdBy;

    protected Publisher() {}

    Publisher(
            long projectId,
            String indexId,
            CheckedPublisher checked,
            @Nullable Instant pinDeadline,
            Instant createdAt,
            String createdBy) {
        this.projectId = projectId;
        this.indexId = indexId;
        this.provider = checked.provider().id();
        this.lookupKey = checked.provider().lookupKey(checked.fields());
        this.fields = checked.fields();
        this.fieldsHash = checked.hash();
        this.pinDeadline = pinDeadline;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    /** Binds it to what its forge says: no first use is waited for. */
    void resolve(Map<String, String> found, Instant now) {
        this.pins = found;
        this.pinsResolvedAt = now;
        this.pinDeadline = null;
    }

    RegisteredPublisher registered() {
        return new RegisteredPublisher(
                id,
                projectId,
                provider,
                fields,
                pins,
                pinDeadline,
                pinsResolvedAt,
                createdAt,
                createdBy);
    }
}
