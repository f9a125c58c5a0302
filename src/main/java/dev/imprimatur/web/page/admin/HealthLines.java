package dev.imprimatur.web.page.admin;

import dev.imprimatur.DatabaseHealth;
import dev.imprimatur.DatabaseState;
import dev.imprimatur.ServiceVersion;
import dev.imprimatur.identity.KeyHealth;
import dev.imprimatur.identity.ProviderKeys;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.notice.WaitingNotices;
import dev.imprimatur.token.CleanUp;
import dev.imprimatur.token.LiveTokens;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at all that the service needs, and says of each how it stands with it now. */
@Component
class HealthLines {

    /** A receiver that was away for a moment is none to worry about. */
    private static final Duration NOTICES_ARE_LATE = Duration.ofHours(1);

    /** It runs every minute unless the operator says otherwise. */
    private static final Duration CLEAN_UP_IS_LATE = Duration.ofHours(1);

    private final DatabaseState database;
    private final ProviderKeys keys;
    private final WaitingNotices notices;
    private final LiveTokens tokens;
    private final CleanUp cleanUp;
    private final KillSwitches switches;
    private final ServiceVersion version;
    private final Clock clock;

    HealthLines(
            DatabaseState database,
            ProviderKeys keys,
            WaitingNotices notices,
            LiveTokens tokens,
            CleanUp cleanUp,
            KillSwitches switches,
            ServiceVersion version,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.notices = notices;
        this.tokens = tokens;
        this.cleanUp = cleanUp;
        this.switches = switches;
        this.version = version;
        this.clock = clock;
    }

    /** What needs a look first, in the order in which it is looked at. */
    List<HealthLine> all() {
        Instant now = clock.instant();
        DatabaseHealth health = database.look();
        List<HealthLine> lines = new ArrayList<>();
        lines.add(database(health));
        lines.add(pool(health.pool()));
        if (health.isReachable()) {
            lines.add(schema(health));
            lines.addAll(switches());
        }
        keys.all().forEach(issuer -> lines.add(keys(issuer, now)));
        if (health.isReachable()) {
            lines.addAll(notices(now));
            lines.add(HealthLine.good("tokens", "live", tokens.count()));
        }
        lines.add(cleanUp(now));
        lines.add(
                version.text()
                        .map(text -> HealthLine.good("version", "jar", text))
                        .orElseGet(() -> HealthLine.good("version", "classes")));
        return lines;
    }

    static HealthLine database(DatabaseHealth health) {
        String server = health.serverVersion();
        return server == null
                ? HealthLine.bad("database", "away")
                : HealthLine.good("database", "there", server);
    }

    /** A newer version beside us may have changed it already, while this one is still running. */
    static HealthLine schema(DatabaseHealth health) {
        String found = String.valueOf(health.schemaVersion());
        String wanted = health.wantedSchema();
        if (found.equals(wanted)) {
            return HealthLine.good("schema", "wanted", found);
        }
        boolean newer =
                isNumber(found)
                        && isNumber(wanted)
                        && new BigInteger(found).compareTo(new BigInteger(wanted)) > 0;
        return newer
                ? HealthLine.wait("schema", "newer", found, wanted)
                : HealthLine.bad("schema", "older", found, wanted);
    }

    static HealthLine pool(DatabaseHealth.Pool pool) {
        return pool.waiting() == 0
                ? HealthLine.good("pool", "enough", pool.active(), pool.most())
                : HealthLine.wait("pool", "short", pool.active(), pool.most(), pool.waiting());
    }

    static HealthLine keys(KeyHealth issuer, Instant now) {
        Duration age = issuer.age();
        Instant fetched = age == null ? null : now.minus(age);
        String failure = issuer.lastFailure();
        if (issuer.isUsable()) {
            return failure == null
                    ? HealthLine.good("keys", "there", issuer.id(), issuer.keys()).since(fetched)
                    : HealthLine.wait("keys", "old", issuer.id(), issuer.keys())
                            .since(fetched)
                            .saying(failure);
        }
        return failure == null
                ? HealthLine.good("keys", "unasked", issuer.id())
                : HealthLine.bad("keys", "none", issuer.id()).saying(failure);
    }

    private List<HealthLine> notices(Instant now) {
        List<WaitingNotices.Waiting> waiting = notices.count();
        return waiting.isEmpty()
                ? List.of(HealthLine.good("notices", "none"))
                : waiting.stream().map(each -> notices(each, now)).toList();
    }

    static HealthLine notices(WaitingNotices.Waiting waiting, Instant now) {
        boolean late = waiting.since().isBefore(now.minus(NOTICES_ARE_LATE));
        return (late
                        ? HealthLine.bad("notices", "late", waiting.target(), waiting.notices())
                        : HealthLine.wait("notices", "wait", waiting.target(), waiting.notices()))
                .since(waiting.since());
    }

    private HealthLine cleanUp(Instant now) {
        Optional<Instant> last = cleanUp.lastRun();
        if (last.isEmpty()) {
            return HealthLine.wait("clean-up", "never");
        }
        return last.get().isBefore(now.minus(CLEAN_UP_IS_LATE))
                ? HealthLine.wait("clean-up", "late").since(last.get())
                : HealthLine.good("clean-up", "done").since(last.get());
    }

    private List<HealthLine> switches() {
        List<KillSwitches.Off> off = switches.all();
        return off.isEmpty()
                ? List.of(HealthLine.good("switches", "on"))
                : off.stream()
                        .map(
                                each ->
                                        HealthLine.wait(
                                                        "switches",
                                                        each.which().kind().wireName(),
                                                        each.which().target(),
                                                        each.by())
                                                .since(each.at())
                                                .saying(each.reason()))
                        .toList();
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,18}");
    }
}
