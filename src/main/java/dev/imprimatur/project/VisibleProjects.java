package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.project.Projects.PlaceInList;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lists what a caller may see: the same rule as {@link Access}, as SQL, because a page of a list
 * cannot be made by looking at one project after the other.
 *
 * <p>Names are walked in the order of their bytes, in which a prefix is a range: to those who see
 * all of them, the index {@code project_prefix} gives a page without sorting and without looking at
 * anything before it.
 */
@Component
class VisibleProjects {

    /** What is there, of a row {@code p}, behind the place where the page before ended. */
    private static final String LISTED =
            """
               p.index_id = :index
               AND (p.normalized_name <> :after OR p.id > :afterId)
               AND p.lost_at IS NULL AND (p.pending_until IS NULL OR p.pending_until > :now)\
            """;

    private static final String ALL =
            """
            SELECT p.id
              FROM project p
             WHERE %s
               AND p.normalized_name ~>=~ :from AND p.normalized_name ~<~ :to
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """
                    .formatted(LISTED);

    /**
     * For each pattern one walk through its own range, since there may be any number of other names
     * between two of them.
     */
    private static final String WITHIN_GLOBS =
            """
            SELECT p.id
              FROM unnest(CAST(:starts AS text[]), CAST(:ends AS text[]),
                          CAST(:patterns AS text[])) AS glob (start, stop, pattern)
             CROSS JOIN LATERAL (
                   SELECT p.id, p.normalized_name
                     FROM project p
                    WHERE %s
                      AND p.normalized_name ~>=~ glob.start AND p.normalized_name ~<~ glob.stop
                      AND p.normalized_name LIKE glob.pattern
                    ORDER BY p.normalized_name USING ~<~, p.id
                    LIMIT :limit) p
             GROUP BY p.normalized_name, p.id
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """
                    .formatted(LISTED);

    /**
     * Begins with what is theirs: an index of many projects holds few of each person's. The fence
     * ({@code OFFSET 0}) keeps the planner, which takes any range of names for a short one, from
     * walking through all of them.
     */
    private static final String THEIRS =
            """
            SELECT p.id
              FROM (SELECT project_id AS id FROM member WHERE account_id = :account
                     UNION
                    SELECT id FROM project WHERE claimant_id = :account) theirs
             CROSS JOIN LATERAL (SELECT * FROM project WHERE id = theirs.id OFFSET 0) p
             WHERE %s
               AND p.normalized_name ~>=~ :from AND p.normalized_name ~<~ :to
               AND (:anyName OR p.normalized_name LIKE ANY (CAST(:patterns AS text[])))
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """
                    .formatted(LISTED);

    /** Behind every name: names are ASCII. */
    private static final String END = "\uffff";

    private final JdbcClient jdbc;
    private final Clock clock;

    VisibleProjects(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The ids of a page, by the normalised names; see {@link Projects#page}. */
    List<Long> page(
            PackageIndex index,
            Caller caller,
            String prefix,
            @Nullable PlaceInList after,
            int limit) {
        List<ProjectGlob> limits = caller.projects();
        List<NamePattern> globs = limits == null ? List.of() : globs(index, limits);
        Account account = caller.account();
        if ((limits != null && globs.isEmpty()) || (!caller.administrator() && account == null)) {
            return List.of();
        }
        PlaceInList behind = after == null ? new PlaceInList("", 0) : after;
        String asked = index.ecosystem().normalize(prefix);
        String from = later(asked, behind.normalizedName());
        String to = asked + END;
        JdbcClient.StatementSpec page =
                caller.administrator()
                        ? limits == null ? all(from, to) : within(globs, from, to)
                        : theirs(Objects.requireNonNull(account), from, to)
                                .param("anyName", limits == null)
                                .param("patterns", texts(globs, NamePattern::like));
        return page.param("index", index.id())
                .param("after", behind.normalizedName())
                .param("afterId", behind.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    private JdbcClient.StatementSpec all(String from, String to) {
        return jdbc.sql(ALL).param("from", from).param("to", to);
    }

    private JdbcClient.StatementSpec within(List<NamePattern> globs, String from, String to) {
        return jdbc.sql(WITHIN_GLOBS)
                .param("starts", texts(globs, glob -> later(from, glob.literalPrefix())))
                .param("ends", texts(globs, glob -> earlier(to, glob.literalPrefix() + END)))
                .param("patterns", texts(globs, NamePattern::like));
    }

    private JdbcClient.StatementSpec theirs(Account account, String from, String to) {
        return jdbc.sql(THEIRS).param("account", account.id()).param("from", from).param("to", to);
    }

    private static String[] texts(List<NamePattern> globs, Function<NamePattern, String> text) {
        return globs.stream().map(text).toArray(String[]::new);
    }

    private static List<NamePattern> globs(PackageIndex index, List<ProjectGlob> limits) {
        return limits.stream()
                .filter(limit -> limit.index().equals(index.id()))
                .flatMap(limit -> index.namePattern(limit.names()).stream())
                .toList();
    }

    private static String later(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String earlier(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
