package dev.imprimatur.notice;

import dev.imprimatur.audit.EventType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of what accounts want no mail about. */
final class SilencedNotices {

    /** Stands for all types, those to come included. */
    static final String ALL = "*";

    private static final String READ =
            "SELECT type FROM silenced_notice WHERE account_id = :account";

    /** Of two who change the same settings, one waits, so that they do not become a mixture. */
    private static final String HOLD =
            "SELECT id FROM account WHERE id = :account FOR NO KEY UPDATE";

    private static final String REMOVE =
            "DELETE FROM silenced_notice WHERE account_id = :account AND type <> ALL (:types)";

    private static final String ADD =
            """
            INSERT INTO silenced_notice (account_id, type)
            SELECT :account, type FROM unnest(CAST(:types AS text[])) AS type
            ON CONFLICT (account_id, type) DO NOTHING
            """;

    private final JdbcClient jdbc;

    SilencedNotices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is no choice any more, or not yet one that we know, is passed over. */
    NoticeSettings of(long account) {
        List<String> types = jdbc.sql(READ).param("account", account).query(String.class).list();
        Set<EventType> silent =
                types.stream()
                        .map(EventType::of)
                        .flatMap(Optional::stream)
                        .filter(NoticeKind::isChoice)
                        .collect(Collectors.toSet());
        return new NoticeSettings(!types.contains(ALL), silent);
    }

    /** Holds the settings until the transaction ends; false where the account is gone. */
    boolean hold(long account) {
        return jdbc.sql(HOLD).param("account", account).query(Long.class).optional().isPresent();
    }

    void put(long account, NoticeSettings settings) {
        Set<String> wanted = new HashSet<>();
        settings.silent().forEach(type -> wanted.add(type.wireName()));
        if (!settings.mail()) {
            wanted.add(ALL);
        }
        String[] types = wanted.toArray(String[]::new);
        for (String sql : List.of(REMOVE, ADD)) {
            jdbc.sql(sql).param("account", account).param("types", types).update();
        }
    }

    /** The rows by any of which an account hears nothing of an event; none: nothing silences it. */
    static String[] silencing(EventType type) {
        return NoticeKind.isSecurity(type)
                ? new String[0]
                : Stream.of(ALL, type.wireName()).toArray(String[]::new);
    }
}
