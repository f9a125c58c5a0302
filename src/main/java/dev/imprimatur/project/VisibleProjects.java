package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.project.Projects.PlaceInList;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

    private static final String PAGE =
            """
            SELECT p.id
              FROM {projects}
             WHERE p.index_id = :index
               AND p.normalized_name ~>=~ :from
               AND p.normalized_name ~<~ :to
               AND (p.normalized_name <> :after OR p.id > :afterId)
               AND p.lost_at IS NULL AND (p.pending_until IS NULL OR p.pending_until > :now)
            {globs}
             ORDER BY p.normalized_name USING ~<~, p.id
             LIMIT :limit
            """;

    /**
     * Begins with what is theirs: an index of many projects holds few of each person's. The fence
     * ({@code OFFSET 0}) keeps the planner, which takes any range of names for a short one, from
     * walking through all of them.
     */
    private static final String THEIRS =
            """
            (SELECT project_id AS id FROM member WHERE account_id = :account
                     UNION
                    SELECT id FROM project WHERE claimant_id = :account) theirs
             CROSS JOIN LATERAL (SELECT * FROM project WHERE id = theirs.id OFFSET 0) p\
            """;

    private static final String WITHIN_GLOBS =
            "   AND p.normalized_name LIKE ANY (CAST(:patterns AS text[]))";

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
        String from = index.ecosystem().normalize(prefix);
        PlaceInList behind = after == null ? new PlaceInList("", 0) : after;
        JdbcClient.StatementSpec page =
                jdbc.sql(statement(!caller.administrator(), limits != null))
                        .param("index", index.id())
                        .param("after", behind.normalizedName())
                        .param("afterId", behind.id())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("from", later(later(from, least(globs)), behind.normalizedName()))
                        .param("to", earlier(from + END, most(globs)))
                        .param("limit", limit);
        if (!caller.administrator()) {
            page = page.param("account", Objects.requireNonNull(account).id());
        }
        if (limits != null) {
            String[] patterns = globs.stream().map(NamePattern::like).toArray(String[]::new);
            page = page.param("patterns", patterns);
        }
        return page.query(Long.class).list();
    }

    private static String statement(boolean asMember, boolean withinGlobs) {
        return PAGE.replace("{projects}", asMember ? THEIRS : "project p")
                .replace("{globs}", withinGlobs ? WITHIN_GLOBS : "");
    }

    private static List<NamePattern> globs(PackageIndex index, List<ProjectGlob> limits) {
        return limits.stream()
                .filter(limit -> limit.index().equals(index.id()))
                .flatMap(limit -> index.namePattern(limit.names()).stream())
                .toList();
    }

    /** No name that fits one of these is before it. */
    private static String least(List<NamePattern> globs) {
        return prefixes(globs).min(String::compareTo).orElse("");
    }

    /** No name that fits one of these is behind it. */
    private static String most(List<NamePattern> globs) {
        return prefixes(globs).map(prefix -> prefix + END).max(String::compareTo).orElse(END);
    }

    private static Stream<String> prefixes(List<NamePattern> globs) {
        return globs.stream().map(NamePattern::literalPrefix);
    }

    private static String later(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String earlier(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
