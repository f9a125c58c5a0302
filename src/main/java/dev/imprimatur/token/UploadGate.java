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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whether an index may accept a file, and writes into the ledger that it did.
 *
 * <p>Two statements: one that reads all that the decision needs, one that makes it true. The second
 * looks once more at what may have changed in between: the token, its publisher, the project.
 */
@Component
public class UploadGate {

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

    private final UploadStatement statement;
    private final TokenRows tokens;
    private final TokenCheck check;
    private final FirstUpload firstUpload;
    private final Provenances provenances;
    private final PendingOfToken pending;
    private final EventLog events;
    private final Clock clock;

    UploadGate(
            UploadStatement statement,
            TokenRows tokens,
            TokenCheck check,
            FirstUpload firstUpload,
            Provenances provenances,
            PendingOfToken pending,
            EventLog events,
            Clock clock) {
        this.statement = statement;
        this.tokens = tokens;
        this.check = check;
        this.firstUpload = firstUpload;
        this.provenances = provenances;
        this.pending = pending;
        this.events = events;
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
        UploadStatement.Row row =
                new UploadStatement.Row(
                        token.id(),
                        now.toString(),
                        request.index().id(),
                        grant.project(),
                        request.project().normalized(),
                        request.version(),
                        request.filename(),
                        request.sha256() == null ? null : "\\x" + hex(request.sha256()),
                        grant.publisherId(),
                        grant.id(),
                        grant.fields(),
                        actor(request.index()),
                        file(request));
        Optional<Long> id = token.singleUse() ? statement.consume(row) : statement.use(row);
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
