package dev.imprimatur.token;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.token.UploadDecision.Authorized;
import dev.imprimatur.token.UploadDecision.Cause;
import dev.imprimatur.token.UploadDecision.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says whether an index may accept a file, and writes into the ledger that it did.
 *
 * <p>Two statements: one that reads all that the decision needs, one that makes it true. The second
 * looks once more at what may have changed in between: the token, its publisher, the project.
 */
@Component
public class UploadGate {

    private static final String LEDGER =
            """
            , authorized AS (
                INSERT INTO upload (index_id, project, normalized_name, version, filename, sha256,
                                    upload_token_id, provider, publisher_id, publisher, claims,
                                    issuer, jti, authorized_at)
                SELECT :index, :display, :project, :version, :filename, :sha256,
                       id, provider, :publisher, CAST(:fields AS jsonb), claims,
                       issuer, jti, :now
                  FROM usable
                RETURNING id, upload_token_id
            ), told AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :now, :type, :actor, :index, ARRAY[:project],
                       jsonb_build_object('upload', id, 'upload_token', upload_token_id)
                         || CAST(:detail AS jsonb)
                  FROM authorized
            )
            SELECT id FROM authorized
            """;

    /** Of many that come with one single-use token at once, the row lock lets one through. */
    private static final String CONSUME =
            """
            WITH usable AS (
                UPDATE upload_token
                   SET consumed_at = :now
                 WHERE id = :token AND consumed_at IS NULL AND revoked_at IS NULL
                   AND EXISTS (SELECT FROM publisher p
                                 JOIN project j ON j.index_id = :index
                                               AND j.normalized_name = :project
                                               AND j.pending_until IS NULL
                                               AND (p.project_id IS NULL OR p.project_id = j.id)
                                WHERE p.grant_id = :grant AND j.blocked_reason IS NULL
                                  AND j.id <> ALL (upload_token.taken_from))
                RETURNING id, provider, claims, issuer, jti
            )
            """
                    + LEDGER;

    static final String USE =
            """
            WITH usable AS (
                SELECT id, provider, claims, issuer, jti
                  FROM upload_token
                 WHERE id = :token AND revoked_at IS NULL
                   AND EXISTS (SELECT FROM publisher p
                                 JOIN project j ON j.index_id = :index
                                               AND j.normalized_name = :project
                                               AND j.pending_until IS NULL
                                               AND (p.project_id IS NULL OR p.project_id = j.id)
                                WHERE p.grant_id = :grant AND j.blocked_reason IS NULL
                                  AND j.id <> ALL (upload_token.taken_from))
            )
            """
                    + LEDGER;

    private static final Refused UNKNOWN =
            new Refused(
                    Cause.UNKNOWN_TOKEN,
                    "This is no upload token of ours, or it expired long ago. Exchange an identity"
                            + " token for one");

    /** Intent: whoever waits for a name must not get hold of a package that others made. */
    private static final Refused EXISTED_BEFORE =
            new Refused(
                    Cause.NAME_TAKEN,
                    "The package index has a project of this name from before, so no upload can"
                            + " make it. An administrator registers it");

    private static final Refused OVERTAKEN =
            new Refused(
                    Cause.CONSUMED_TOKEN,
                    "The upload token was used or revoked in this moment by somebody else");

    private final JdbcClient jdbc;
    private final TokenRows tokens;
    private final TokenCheck check;
    private final FirstUpload firstUpload;
    private final Provenances provenances;
    private final PendingOfToken pending;
    private final EventLog events;
    private final JsonMapper json;
    private final Clock clock;

    UploadGate(
            JdbcClient jdbc,
            TokenRows tokens,
            TokenCheck check,
            FirstUpload firstUpload,
            Provenances provenances,
            PendingOfToken pending,
            EventLog events,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.check = check;
        this.firstUpload = firstUpload;
        this.provenances = provenances;
        this.pending = pending;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /** Decides about a file, and consumes a single-use token with a yes. */
    public UploadDecision decide(UploadRequest request) {
        UploadDecision decision =
                tryToAuthorize(request).or(() -> tryToAuthorize(request)).orElse(OVERTAKEN);
        if (decision instanceof Refused(Cause cause, String reason)) {
            Event refused = refusal(request, cause);
            events.record(
                    request.token()
                            .map(token -> pending.mark(refused, token, request.project()))
                            .orElse(refused));
        }
        return decision;
    }

    /** Empty: between the two statements the token, its publisher or its project was lost. */
    private Optional<UploadDecision> tryToAuthorize(UploadRequest request) {
        Optional<TokenRow> found =
                request.token().flatMap(token -> tokens.forProject(token, request.project()));
        if (found.isEmpty()) {
            return Optional.of(UNKNOWN);
        }
        TokenRow token = found.get();
        Optional<Refused> wrong = check.token(token, request.index());
        if (wrong.isPresent()) {
            return Optional.of(wrong.get());
        }
        return switch (check.choose(token, request.version())) {
            case TokenCheck.Choice.Yes(TokenRow.Grant grant)
                    when !grant.isReal() && request.projectExists() ->
                    Optional.of(EXISTED_BEFORE);
            case TokenCheck.Choice.Yes(TokenRow.Grant grant) ->
                    firstUpload.of(
                            request.index(),
                            request.project(),
                            token,
                            grant,
                            created ->
                                    authorize(request, token, grant)
                                            .map(upload -> new Authorized(upload, created)));
            case TokenCheck.Choice.No(Refused refused) -> Optional.of(refused);
            case TokenCheck.Choice.None() -> Optional.of(check.none(token));
        };
    }

    private Optional<Upload> authorize(
            UploadRequest request, TokenRow token, TokenRow.Grant grant) {
        Instant now = clock.instant();
        Optional<Long> id =
                jdbc.sql(token.singleUse() ? CONSUME : USE)
                        .param("token", token.id())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("index", request.index().id())
                        .param("display", grant.project())
                        .param("project", request.project().normalized())
                        .param("version", request.version())
                        .param("filename", request.filename())
                        .param("sha256", request.sha256(), java.sql.Types.BINARY)
                        .param("publisher", grant.publisherId())
                        .param("grant", grant.id())
                        .param("fields", json.writeValueAsString(grant.fields()))
                        .param("type", EventType.UPLOAD_AUTHORIZED.wireName())
                        .param("actor", actor(request.index()))
                        .param("detail", json.writeValueAsString(file(request)))
                        .query(Long.class)
                        .optional();
        return id.map(
                upload ->
                        new Upload(
                                upload,
                                grant.project(),
                                request.version(),
                                request.filename(),
                                hex(request.sha256()),
                                now,
                                provenances.of(token, grant)));
    }

    private static Event refusal(UploadRequest request, Cause cause) {
        Map<String, Object> detail = new LinkedHashMap<>(file(request));
        detail.put("code", cause.code());
        return new Event(
                EventType.UPLOAD_REFUSED,
                actor(request.index()),
                request.index().id(),
                List.of(request.project().normalized()),
                detail);
    }

    private static Map<String, String> file(UploadRequest request) {
        Map<String, String> file = new LinkedHashMap<>();
        if (request.version() != null) {
            file.put("version", request.version());
        }
        if (request.filename() != null) {
            file.put("filename", request.filename());
        }
        return file;
    }

    private static String actor(PackageIndex index) {
        return "index:" + index.id();
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
