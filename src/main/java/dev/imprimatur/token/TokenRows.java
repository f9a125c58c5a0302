package dev.imprimatur.token;

import dev.imprimatur.SharedStatement;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads upload tokens by their hash, together with the publishers that still stand behind them. */
@Component
class TokenRows {

    /** What the pattern of a publisher {@code p} is to {@code LIKE}. */
    static final String LIKE_PATTERN =
            """
            replace(replace(replace(replace(p.name_pattern,
                '\\', '\\\\'), '_', '\\_'), '%', '\\%'), '*', '%')\
            """;

    /**
     * Whether a name, {@code :name}, is one that a publisher {@code p} is for: that of its project,
     * {@code :project}, or one that fits its pattern where the project is a real one, {@code
     * :real}. Intent: whoever waits for a name has no part in what the owner of its prefix does.
     */
    static final String IS_FOR_PROJECT =
            """
            (p.project_id = :project
                 OR CAST(:real AS boolean) AND :name LIKE %s)\
            """
                    .formatted(LIKE_PATTERN);

    /**
     * The names under which events tell of the token in the row {@code %1$s}, as the event of its
     * minting does: what it was narrowed to, or what its publishers are for.
     */
    static final String NAMES =
            """
            SELECT unnest(%1$s.only_projects) AS name
             UNION
            SELECT coalesce(j.normalized_name, p.name_pattern)
              FROM publisher p LEFT JOIN project j ON j.id = p.project_id
             WHERE %1$s.only_projects IS NULL AND p.id = ANY (%1$s.publisher_ids)\
            """;

    /**
     * The publishers are joined live, by what they say: one that was removed or changed in this
     * instant gives nothing.
     */
    private static final String WITH_PUBLISHERS =
            """
            SELECT w.number, t.id, t.index_id, t.provider, t.grant_ids, t.only_projects, t.single_use,
                   t.issuer, t.jti, t.claims, t.issued_at, t.expires_at,
                   t.consumed_at IS NOT NULL AS consumed, t.revoked_at IS NOT NULL AS revoked,
                   p.grant_id, p.id AS publisher_id, p.fields, p.name_pattern,
                   j.id AS project_id, j.name, j.blocked_reason, j.pending_until, j.lost_at,
                   coalesce(j.id = ANY (t.taken_from), false) AS taken
              FROM unnest(CAST(:hashes AS bytea[]), CAST(:projects AS text[]))
                   WITH ORDINALITY AS w (hash, project, number)
              JOIN upload_token t ON t.hash = w.hash
            %s
             ORDER BY w.number, j.id, p.id
            """;

    /** Publishers of a project by the project, those for patterns by the token: both are few. */
    static final String FOR_PROJECT =
            WITH_PUBLISHERS.formatted(
                    """
                      LEFT JOIN LATERAL (
                           SELECT of_project.id, of_project.grant_id, of_project.fields, of_project.name_pattern,
                                  named.id AS project_id
                             FROM project named
                             JOIN publisher of_project ON of_project.project_id = named.id
                                                      AND of_project.grant_id = ANY (t.grant_ids)
                            WHERE named.index_id = t.index_id AND named.normalized_name = w.project
                            UNION ALL
                           SELECT of_pattern.id, of_pattern.grant_id, of_pattern.fields, of_pattern.name_pattern,
                                  (SELECT id FROM project
                                    WHERE index_id = t.index_id AND normalized_name = w.project
                                      AND pending_until IS NULL)
                             FROM publisher of_pattern
                            WHERE of_pattern.grant_id = ANY (t.grant_ids)
                              AND of_pattern.name_pattern IS NOT NULL) p ON true
                      LEFT JOIN project j ON j.id = p.project_id\
                    """);

    static final String FOR_ANY_PROJECT =
            WITH_PUBLISHERS.formatted(
                    """
                      LEFT JOIN publisher p ON p.grant_id = ANY (t.grant_ids)
                      LEFT JOIN project j ON j.id = p.project_id\
                    """);

    private static final String BLOCKED_OR_TAKEN =
            """
            SELECT name, normalized_name
              FROM project
             WHERE index_id = :index AND blocked_reason IS NOT NULL AND pending_until IS NULL
             UNION ALL
            SELECT j.name, j.normalized_name
              FROM upload_token t JOIN project j ON j.id = ANY (t.taken_from)
             WHERE t.id = :token AND j.pending_until IS NULL
            """;

    private static final String LIVE_GRANTS =
            "SELECT count(*) FROM publisher WHERE grant_id = ANY (:ids)";

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final SharedStatement<Wanted, Optional<TokenRow>> ofProject =
            new SharedStatement<>(2, wanted -> read(FOR_PROJECT, wanted));
    private final SharedStatement<Wanted, Optional<TokenRow>> ofAnyProject =
            new SharedStatement<>(2, wanted -> read(FOR_ANY_PROJECT, wanted));

    TokenRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The token, with its live publishers of one project. */
    Optional<TokenRow> forProject(Secret token, ProjectName project) {
        return ofProject.ask(new Wanted(token, project));
    }

    /**
     * The token, with all its live publishers. Limit: a pattern cannot say "all but this one", so
     * while a project under it is blocked, or the token was taken from one, it is not among them.
     */
    Optional<TokenRow> forAnyProject(Secret token) {
        return ofAnyProject.ask(new Wanted(token, null)).map(this::withoutHinderedPatterns);
    }

    /** Which token, and by which project; null: by all. */
    private record Wanted(Secret token, @Nullable ProjectName project) {

        @Nullable String normalized() {
            return project == null ? null : project.normalized();
        }
    }

    private List<Optional<TokenRow>> read(String statement, List<Wanted> wanted) {
        return jdbc.sql(statement)
                .param(
                        "hashes",
                        wanted.stream().map(each -> each.token().hash()).toArray(byte[][]::new))
                .param("projects", wanted.stream().map(Wanted::normalized).toArray(String[]::new))
                .query((ResultSetExtractor<List<Optional<TokenRow>>>) rows -> read(rows, wanted));
    }

    private TokenRow withoutHinderedPatterns(TokenRow token) {
        if (token.grants().stream().noneMatch(TokenRows::isPattern)) {
            return token;
        }
        List<ProjectName> hindered =
                jdbc.sql(BLOCKED_OR_TAKEN)
                        .param("token", token.id())
                        .param("index", token.indexId())
                        .query(
                                (row, number) ->
                                        new ProjectName(
                                                row.getString("name"),
                                                row.getString("normalized_name")))
                        .list();
        return token.withGrants(
                token.grants().stream()
                        .filter(
                                grant ->
                                        !isPattern(grant)
                                                || hindered.stream()
                                                        .noneMatch(
                                                                new NamePattern(grant.project())
                                                                        ::matches))
                        .toList());
    }

    private static boolean isPattern(TokenRow.Grant grant) {
        return grant.standing() instanceof TokenRow.Standing.Any;
    }

    /** Whether publishers under which the token was minted are gone or changed by now. */
    boolean hasLostGrants(TokenRow token) {
        long[] ids = token.grantIds().stream().mapToLong(Long::longValue).toArray();
        Long live = jdbc.sql(LIVE_GRANTS).param("ids", ids).query(Long.class).single();
        return live < ids.length;
    }

    private List<Optional<TokenRow>> read(ResultSet rows, List<Wanted> wanted) throws SQLException {
        List<Optional<TokenRow>> found =
                new ArrayList<>(Collections.nCopies(wanted.size(), Optional.empty()));
        boolean more = rows.next();
        while (more) {
            int number = rows.getInt("number");
            TokenRow token = token(rows);
            do {
                if (rows.getString("fields") != null) {
                    token.grants()
                            .addAll(grants(rows, token.only(), wanted.get(number - 1).project()));
                }
                more = rows.next();
            } while (more && rows.getInt("number") == number);
            found.set(number - 1, Optional.of(token));
        }
        return found;
    }

    private TokenRow token(ResultSet row) throws SQLException {
        Array grantIds = row.getArray("grant_ids");
        @Nullable Array only = row.getArray("only_projects");
        return new TokenRow(
                row.getLong("id"),
                row.getString("index_id"),
                row.getString("provider"),
                List.of((Long[]) grantIds.getArray()),
                only == null ? null : List.of((String[]) only.getArray()),
                row.getBoolean("single_use"),
                row.getString("issuer"),
                row.getString("jti"),
                json.readValue(row.getString("claims"), TEXTS),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("consumed"),
                row.getBoolean("revoked"),
                new ArrayList<>());
    }

    /** A publisher of one project gives one, one for a pattern as many as the token asks for. */
    private List<TokenRow.Grant> grants(
            ResultSet row, @Nullable List<String> only, @Nullable ProjectName project)
            throws SQLException {
        String text = row.getString("name_pattern");
        if (text == null) {
            return List.of(grant(row, row.getString("name"), standing(row)));
        }
        NamePattern pattern = new NamePattern(text);
        if (project != null) {
            boolean within = only == null || only.contains(project.normalized());
            boolean there = row.getObject("project_id") != null;
            return within && pattern.matches(project)
                    ? List.of(
                            there
                                    ? grant(row, row.getString("name"), standing(row))
                                    : grant(row, project.display(), new TokenRow.Standing.Absent()))
                    : List.of();
        }
        List<TokenRow.Grant> grants = new ArrayList<>();
        for (String name : only == null ? List.of(text) : only) {
            if (only == null || pattern.matches(new ProjectName(name, name))) {
                grants.add(grant(row, name, new TokenRow.Standing.Any()));
            }
        }
        return grants;
    }

    private TokenRow.Grant grant(ResultSet row, String project, TokenRow.Standing standing)
            throws SQLException {
        return new TokenRow.Grant(
                row.getLong("grant_id"),
                row.getLong("publisher_id"),
                project,
                json.readValue(row.getString("fields"), TEXTS),
                standing,
                row.getString("blocked_reason"));
    }

    private static TokenRow.Standing standing(ResultSet row) throws SQLException {
        if (row.getBoolean("taken")) {
            return new TokenRow.Standing.Taken();
        }
        OffsetDateTime until = row.getObject("pending_until", OffsetDateTime.class);
        if (until == null) {
            return new TokenRow.Standing.Real();
        }
        return row.getObject("lost_at") != null
                ? new TokenRow.Standing.Lost()
                : new TokenRow.Standing.Waiting(row.getLong("project_id"), until.toInstant());
    }
}
