package dev.imprimatur.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Uses an identity token up and makes an upload token for it, in one step that happens wholly or
 * not at all.
 */
@Component
public class Mint {

    private static final int REMEMBERED = 10_000;

    private final MintStatement statement;
    private final TransactionTemplate transaction;
    private final PublisherPins pins;
    private final PublisherUse use;
    private final EventLog events;
    private final Clock clock;

    /**
     * Identity tokens that came again after they were used up. Intent: whoever sends one over and
     * over does not reach the database each time. Limit: what is not in here is asked for, so that
     * it makes no difference to an answer; nothing is used up twice by it or not at all.
     */
    private final Cache<String, Boolean> usedUp =
            Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

    Mint(
            MintStatement statement,
            TransactionTemplate transaction,
            PublisherPins pins,
            PublisherUse use,
            EventLog events,
            Clock clock) {
        this.statement = statement;
        this.transaction = transaction;
        this.pins = pins;
        this.use = use;
        this.events = events;
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
        String replayKey = identity.replayKey().toString();
        if (usedUp.getIfPresent(replayKey) != null) {
            return new Minting.Replayed();
        }
        Secret text = UploadTokens.FORMAT.generate(order.index().tokenPrefix());
        Instant now = clock.instant();
        Instant expiresAt = now.plus(order.index().tokenLifetime());
        Optional<Long> id =
                statement.write(
                        new MintStatement.Row(
                                bytes(identity.replayKey().bytes()),
                                identity.acceptedUntil().toString(),
                                bytes(text.hash()),
                                order.index().id(),
                                identity.provider().id(),
                                ids(order, TrustedPublisher::id),
                                ids(order, TrustedPublisher::grantId),
                                order.only() == null ? null : normalized(order.only()),
                                order.singleUse(),
                                identity.provider().issuer(),
                                identity.jti(),
                                identity.provider().record(identity.claims()),
                                now.toString(),
                                expiresAt.toString(),
                                actor(identity),
                                projects(order),
                                detail(order)));
        if (id.isEmpty()) {
            usedUp.put(replayKey, true);
            return new Minting.Replayed();
        }
        return new Minting.Minted(id.get(), text, expiresAt, order.publishers());
    }

    private static List<Long> ids(MintOrder order, Function<TrustedPublisher, Long> id) {
        return order.publishers().stream().map(id).toList();
    }

    private static List<String> projects(MintOrder order) {
        return order.only() != null
                ? normalized(order.only())
                : order.publishers().stream()
                        .map(publisher -> publisher.reach().normalized())
                        .distinct()
                        .toList();
    }

    private static List<String> normalized(List<ProjectName> names) {
        return names.stream().map(ProjectName::normalized).distinct().toList();
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

    private static String bytes(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
