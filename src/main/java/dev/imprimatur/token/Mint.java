package dev.imprimatur.token;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.identity.Identity;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.publisher.PublisherPins;
import dev.imprimatur.publisher.PublisherUse;
import dev.imprimatur.publisher.Reach;
import dev.imprimatur.publisher.TrustedPublisher;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Uses an identity token up and makes an upload token for it, in one step that happens wholly or
 * not at all.
 */
@Component
public class Mint {

    /** Used up, minted and told in one statement: none of the three can be without the others. */
    static final String MINT =
            """
            WITH used_up AS (
                INSERT INTO replay_record (key, expires_at)
                VALUES (:replayKey, :acceptedUntil)
                ON CONFLICT (key) DO NOTHING
                RETURNING key
            ), minted AS (
                INSERT INTO upload_token (hash, index_id, provider, publisher_ids, grant_ids,
                                          only_projects, single_use, issuer, jti, claims,
                                          issued_at, expires_at)
                SELECT :hash, :index, :provider, :publishers, :grants, CAST(:only AS text[]),
                       :singleUse, :issuer, :jti, CAST(:claims AS jsonb), :now, :expiresAt
                  FROM used_up
                RETURNING id, claims
            ), told AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :now, :type, :actor, :index, :projects,
                       jsonb_build_object('upload_token', id, 'claims', claims)
                         || CAST(:detail AS jsonb)
                  FROM minted
            )
            SELECT id FROM minted
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PublisherPins pins;
    private final PublisherUse use;
    private final EventLog events;
    private final JsonMapper json;
    private final Clock clock;

    Mint(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PublisherPins pins,
            PublisherUse use,
            EventLog events,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.pins = pins;
        this.use = use;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Mints an upload token, binding publishers to the identity's ids where this is their first
     * use.
     */
    public Minting mint(MintOrder order) {
        Minting minting = bindWhereNeeded(order);
        if (minting instanceof Minting.Minted minted) {
            use.count(minted.publishers(), clock.instant());
        }
        return minting;
    }

    private Minting bindWhereNeeded(MintOrder order) {
        if (order.publishers().stream().allMatch(TrustedPublisher::pinned)) {
            return use(order);
        }
        return transaction.execute(
                status -> {
                    Minting minting = bindAndUse(order);
                    // A refusal leaves nothing behind: neither a bound publisher nor its event.
                    if (!(minting instanceof Minting.Minted)) {
                        status.setRollbackOnly();
                    }
                    return minting;
                });
    }

    private Minting bindAndUse(MintOrder order) {
        Identity identity = order.identity();
        Map<String, String> ids = identity.provider().pinsOf(identity.claims());
        PublisherPins.Binding binding = pins.bind(order.publishers(), ids);
        if (binding.usable().isEmpty()) {
            return new Minting.Overtaken();
        }
        for (TrustedPublisher publisher : binding.bound()) {
            events.record(
                    new Event(
                                    EventType.PUBLISHER_PINNED,
                                    actor(identity),
                                    order.index().id(),
                                    List.of(publisher.reach().normalized()),
                                    Map.of("publisher", publisher.id(), "pins", ids))
                            .with(Reach.marks(Stream.of(publisher.reach()))));
        }
        return use(
                new MintOrder(
                        identity,
                        order.index(),
                        binding.usable(),
                        order.only(),
                        order.singleUse()));
    }

    private Minting use(MintOrder order) {
        Identity identity = order.identity();
        Secret text = UploadTokens.FORMAT.generate(order.index().tokenPrefix());
        Instant now = clock.instant();
        Instant expiresAt = now.plus(order.index().tokenLifetime());
        Optional<Long> id =
                jdbc.sql(MINT)
                        .param("replayKey", identity.replayKey().bytes())
                        .param("acceptedUntil", at(identity.acceptedUntil()))
                        .param("hash", text.hash())
                        .param("index", order.index().id())
                        .param("provider", identity.provider().id())
                        .param("publishers", ids(order, TrustedPublisher::id))
                        .param("grants", ids(order, TrustedPublisher::grantId))
                        .param("only", order.only() == null ? null : normalized(order.only()))
                        .param("singleUse", order.singleUse())
                        .param("issuer", identity.provider().issuer())
                        .param("jti", identity.jti())
                        .param(
                                "claims",
                                json.writeValueAsString(
                                        identity.provider().record(identity.claims())))
                        .param("now", at(now))
                        .param("expiresAt", at(expiresAt))
                        .param("type", EventType.TOKEN_MINTED.wireName())
                        .param("actor", actor(identity))
                        .param("projects", projects(order))
                        .param("detail", json.writeValueAsString(detail(order)))
                        .query(Long.class)
                        .optional();
        return id.<Minting>map(
                        minted -> new Minting.Minted(minted, text, expiresAt, order.publishers()))
                .orElseGet(Minting.Replayed::new);
    }

    private static long[] ids(MintOrder order, ToLongFunction<TrustedPublisher> id) {
        return order.publishers().stream().mapToLong(id).toArray();
    }

    private static String[] projects(MintOrder order) {
        return order.only() != null
                ? normalized(order.only())
                : order.publishers().stream()
                        .map(publisher -> publisher.reach().normalized())
                        .distinct()
                        .toArray(String[]::new);
    }

    private static String[] normalized(List<ProjectName> names) {
        return names.stream().map(ProjectName::normalized).distinct().toArray(String[]::new);
    }

    private static Map<String, ?> detail(MintOrder order) {
        Map<String, Object> detail =
                new HashMap<>(
                        Reach.marks(order.publishers().stream().map(TrustedPublisher::reach)));
        detail.put("provider", order.identity().provider().id());
        detail.put("single_use", order.singleUse());
        return detail;
    }

    private static String actor(Identity identity) {
        return "workload:" + identity.provider().id();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
