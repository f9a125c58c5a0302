package dev.imprimatur.project;

import static java.util.Locale.ROOT;

import dev.imprimatur.account.Account;
import dev.imprimatur.project.ProjectList.Place;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the ids of a page of {@link ProjectList}, in the order of the bytes of names, out of the
 * index {@code project_prefix} alone: a search for something that few names hold reads all of it,
 * and of the table nothing.
 */
@Component
class ProjectListWalks {

    /**
     * One range of names of one index.
     *
     * @param like what they must fit beside, for {@code LIKE}
     * @param search what they must hold, as names of the index are written, in lower case
     * @param keepsCase whether names of the index may have capital letters
     */
    record Walk(
            String indexId,
            String start,
            String stop,
            String like,
            String search,
            boolean keepsCase) {

        static Walk of(PackageIndex index, NamePattern pattern, String search) {
            String wanted = index.ecosystem().normalize(search);
            return new Walk(
                    index.id(),
                    pattern.literalPrefix(),
                    pattern.literalPrefix() + END,
                    pattern.like(),
                    wanted.toLowerCase(ROOT),
                    !index.ecosystem().normalize("A").equals("a"));
        }
    }

    /** Behind every name: names are ASCII. */
    private static final String END = "\uffff";

    private static final String WALKS =
            """
            unnest(CAST(:indexes AS text[]), CAST(:starts AS text[]), CAST(:stops AS text[]),
                   CAST(:likes AS text[]), CAST(:searches AS text[]),
                   CAST(:keepCase AS boolean[]))
                AS walk (index_id, start, stop, pattern, search, keeps_case)\
            """;

    /**
     * What is there, of a row {@code p}, in a walk, behind the place where the page before ended.
     */
    private static final String LISTED =
            """
               p.index_id = walk.index_id
               AND p.normalized_name ~>=~ walk.start
               AND p.normalized_name ~<~ walk.stop
               AND (p.normalized_name <> :after OR p.id > :afterId)
               AND p.lost_at IS NULL AND (p.pending_until IS NULL OR p.pending_until > :now)
               AND (walk.pattern = '%' OR p.normalized_name LIKE walk.pattern)
               AND (strpos(p.normalized_name, walk.search) > 0
                    OR walk.keeps_case
                       AND strpos(lower(p.normalized_name COLLATE "C"), walk.search) > 0)\
            """;

    /**
     * Begins with what is theirs, of which there is little. The fence ({@code OFFSET 0}) keeps the
     * planner from walking through all names instead. Roles are those of real projects alone, as
     * {@link Access} has it.
     */
    private static final String THEIRS =
            """
            SELECT p.id
              FROM (SELECT project_id AS id, false AS waiting
                      FROM member WHERE account_id = :account
                     UNION ALL
                    SELECT id, true FROM project WHERE claimant_id = :account) theirs
             CROSS JOIN LATERAL (SELECT * FROM project WHERE id = theirs.id OFFSET 0) p
             WHERE theirs.waiting = (p.pending_until IS NOT NULL)
               AND EXISTS (SELECT FROM %s
                            WHERE %s
                           OFFSET 0)
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """
                    .formatted(WALKS, LISTED);

    /** A page of each walk, and of those the first; a name in two walks is one project. */
    private static final String OTHERS =
            """
            SELECT p.id
              FROM %s
             CROSS JOIN LATERAL (
                   SELECT p.id, p.normalized_name
                     FROM project p
                    WHERE %s
                      AND (p.claimant_id = CAST(:account AS bigint)) IS NOT TRUE
                      AND NOT EXISTS (SELECT FROM member m
                                       WHERE m.project_id = p.id
                                         AND m.account_id = CAST(:account AS bigint)
                                         AND p.pending_until IS NULL
                                      OFFSET 0)
                    ORDER BY p.normalized_name USING ~<~, p.id
                    LIMIT :limit) p
             GROUP BY p.normalized_name, p.id
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """
                    .formatted(WALKS, LISTED);

    private final JdbcClient jdbc;
    private final Clock clock;

    ProjectListWalks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Those in which the account has a part, or for which it waits. */
    List<Long> theirs(List<Walk> walks, Account account, @Nullable Place after, int limit) {
        return page(jdbc.sql(THEIRS), walks, account, after, limit);
    }

    /**
     * All the others.
     *
     * @param account null: there are no others, only these
     */
    List<Long> others(
            List<Walk> walks, @Nullable Account account, @Nullable Place after, int limit) {
        return page(jdbc.sql(OTHERS), walks, account, after, limit);
    }

    private List<Long> page(
            JdbcClient.StatementSpec statement,
            List<Walk> walks,
            @Nullable Account account,
            @Nullable Place after,
            int limit) {
        String behind = after == null ? "" : after.normalizedName();
        return statement
                .param("indexes", texts(walks, Walk::indexId))
                .param("starts", texts(walks, walk -> later(walk.start(), behind)))
                .param("stops", texts(walks, Walk::stop))
                .param("likes", texts(walks, Walk::like))
                .param("searches", texts(walks, Walk::search))
                .param("keepCase", walks.stream().map(Walk::keepsCase).toArray(Boolean[]::new))
                .param("account", account == null ? null : account.id())
                .param("after", behind)
                .param("afterId", after == null ? 0 : after.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    private static String later(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String[] texts(List<Walk> walks, Function<Walk, String> text) {
        return walks.stream().map(text).toArray(String[]::new);
    }
}
