package dev.imprimatur.publisher;

import dev.imprimatur.project.NamePattern;
import jakarta.persistence.Column;
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

    private @Nullable Long projectId;
    private @Nullable String namePattern;
    private @Nullable Long ownerId;
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
    private long version;
    private boolean enabled = true;
    private @Nullable Instant changedAt;
    private @Nullable String changedBy;

    /** The first one is the database's to draw. */
    @Column(insertable = false)
    private long grantId;

    /** Counted elsewhere: an edit must not write back what it read. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastMatchedAt;

    @Column(insertable = false, updatable = false)
    private long exchanges;

    protected Publisher() {}

    /** A publisher of a project. */
    Publisher(
            long projectId,
            String indexId,
            CheckedPublisher checked,
            @Nullable Instant pinDeadline,
            Instant createdAt,
            String createdBy) {
        this(indexId, checked, pinDeadline, createdAt, createdBy);
        this.projectId = projectId;
    }

    /**
     * A publisher for a pattern of names; the owner is null where nobody is to own what it makes.
     */
    Publisher(
            NamePattern pattern,
            @Nullable Long ownerId,
            String indexId,
            CheckedPublisher checked,
            @Nullable Instant pinDeadline,
            Instant createdAt,
            String createdBy) {
        this(indexId, checked, pinDeadline, createdAt, createdBy);
        this.namePattern = pattern.text();
        this.ownerId = ownerId;
    }

    private Publisher(
            String indexId,
            CheckedPublisher checked,
            @Nullable Instant pinDeadline,
            Instant createdAt,
            String createdBy) {
        this.indexId = indexId;
        this.provider = checked.provider().id();
        this.lookupKey = checked.provider().lookupKey(checked.fields());
        this.fields = checked.fields();
        this.fieldsHash = checked.hash();
        this.pinDeadline = pinDeadline;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    /** Binds it to what its forge says, if it does: no first use is waited for then. */
    void settle(PinResolution.Settled settled, Instant now) {
        if (settled.pins() != null) {
            this.pins = settled.pins();
            this.pinsResolvedAt = now;
            this.pinDeadline = null;
        }
    }

    /**
     * Trusts another workload from now on, or the same one under other conditions.
     *
     * @param deadline until when its first use may bind it anew; null: it has no pins
     */
    void trust(CheckedPublisher checked, @Nullable Instant deadline) {
        String key = checked.provider().lookupKey(checked.fields());
        if (!key.equals(lookupKey)) {
            // The ids are those of the names; under other names they would refuse everybody.
            lookupKey = key;
            pins = null;
            pinsResolvedAt = null;
            pinDeadline = deadline;
        }
        fields = checked.fields();
        fieldsHash = checked.hash();
    }

    /** Whether other fields are those of another owner or repository. */
    boolean isElsewhere(CheckedPublisher checked) {
        return !checked.provider().lookupKey(checked.fields()).equals(lookupKey);
    }

    void enable(boolean on) {
        enabled = on;
    }

    /** Counts an edit, and ends what was minted under what it said before. */
    void edited(long newGrantId, Instant at, String by) {
        version++;
        grantId = newGrantId;
        changedAt = at;
        changedBy = by;
    }

    RegisteredPublisher registered() {
        return new RegisteredPublisher(
                id,
                namePattern,
                provider,
                fields,
                pins,
                pinDeadline,
                pinsResolvedAt,
                createdAt,
                createdBy,
                version,
                enabled,
                changedAt == null || changedBy == null
                        ? null
                        : new RegisteredPublisher.Changed(changedAt, changedBy),
                new RegisteredPublisher.Use(lastMatchedAt, exchanges));
    }
}
