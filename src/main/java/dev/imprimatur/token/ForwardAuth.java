package dev.imprimatur.token;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.token.UploadDecision.Cause;
import dev.imprimatur.token.UploadDecision.Refused;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says whether a proxy may let a request through that carries an upload token.
 *
 * <p>Limit: a proxy knows neither the version nor the file, so nothing is written into the ledger,
 * and a publisher that binds the tag to the version gives no right here. A single-use token is used
 * up by the first yes.
 */
@Component
public class ForwardAuth {

    private static final String CONSUME =
            """
            UPDATE upload_token
               SET consumed_at = :now
             WHERE id = :token AND consumed_at IS NULL AND revoked_at IS NULL
            """;

    /** In characters, commas included: headers of an answer may have 32 KiB together. */
    static final int LONGEST_LIST = 16 * 1024;

    private static final Refused TOO_MANY =
            new Refused(
                    Cause.WRONG_PROJECT,
                    "The upload token reaches more projects than a header can name. Narrow it with"
                            + " projects at the exchange, or have the proxy say which project is"
                            + " meant");

    private static final Refused NOT_SAID =
            new Refused(
                    Cause.WRONG_PROJECT,
                    "The projects of the upload token wait for their first upload, and the proxy does"
                            + " not say which one this is");

    private static final Refused OVERTAKEN =
            new Refused(
                    Cause.CONSUMED_TOKEN,
                    "The upload token was used or revoked in this moment by somebody else");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TokenRows tokens;
    private final TokenCheck check;
    private final FirstUpload firstUpload;
    private final PendingOfToken pending;
    private final EventLog events;
    private final Clock clock;

    ForwardAuth(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            TokenRows tokens,
            TokenCheck check,
            FirstUpload firstUpload,
            PendingOfToken pending,
            EventLog events,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tokens = tokens;
        this.check = check;
        this.firstUpload = firstUpload;
        this.pending = pending;
        this.events = events;
        this.clock = clock;
    }

    /** Whether the request may pass. */
    public sealed interface Passage {

        /**
         * It may.
         *
         * @param tokenId by which answers and events name the token
         * @param projects the names of the projects that the request may touch, at least one
         */
        record Open(long tokenId, List<String> projects) implements Passage {}

        /** It may not. */
        record Closed(Refused refused) implements Passage {}
    }

    /**
     * Decides about a request.
     *
     * @param project what the request would touch; null: the deployment cannot say
     */
    public Passage decide(PackageIndex index, Secret text, @Nullable ProjectName project) {
        return tryToPass(index, text, project)
                .or(() -> tryToPass(index, text, project))
                .orElseGet(() -> closed(index, text, null, project, OVERTAKEN));
    }

    /** Empty: what it was decided by was lost in this moment. */
    private Optional<Passage> tryToPass(
            PackageIndex index, Secret text, @Nullable ProjectName project) {
        Optional<TokenRow> found =
                project == null ? tokens.forAnyProject(text) : tokens.forProject(text, project);
        if (found.isEmpty()) {
            return Optional.of(
                    new Passage.Closed(
                            new Refused(Cause.UNKNOWN_TOKEN, "This is no upload token of ours")));
        }
        TokenRow token = found.get();
        Optional<Refused> wrong = check.token(token, index);
        if (wrong.isPresent()) {
            return wrong.map(refused -> closed(index, text, token, project, refused));
        }
        List<String> open = project == null ? open(token) : List.of();
        if (String.join(",", open).length() > LONGEST_LIST) {
            return Optional.of(closed(index, text, token, null, TOO_MANY));
        }
        if (!open.isEmpty()) {
            return pass(index, token, open);
        }
        return switch (check.choose(token, null)) {
            case TokenCheck.Choice.No(Refused refused) ->
                    Optional.of(closed(index, text, token, project, refused));
            case TokenCheck.Choice.None() ->
                    Optional.of(closed(index, text, token, project, check.none(token)));
            case TokenCheck.Choice.Yes yes when project == null ->
                    Optional.of(closed(index, text, token, null, NOT_SAID));
            case TokenCheck.Choice.Yes(TokenRow.Grant grant) ->
                    firstUpload.of(
                            index,
                            project,
                            token,
                            grant,
                            created -> pass(index, token, List.of(grant.project())));
        };
    }

    /**
     * Without a name nobody knows which pending project an upload would make real, so it gives no
     * right here: the name would stay free for others while the index has the files.
     */
    private List<String> open(TokenRow token) {
        return token.grants().stream()
                .filter(grant -> !(grant.standing() instanceof TokenRow.Standing.Waiting))
                .filter(grant -> check.isOpen(token, grant))
                .map(TokenRow.Grant::project)
                .distinct()
                .toList();
    }

    /** Empty: a single-use token was used up in this moment. */
    private Optional<Passage> pass(PackageIndex index, TokenRow token, List<String> projects) {
        return transaction.execute(
                status -> {
                    if (token.singleUse() && !consume(token)) {
                        return Optional.empty();
                    }
                    events.record(
                            event(
                                    EventType.UPLOAD_AUTHORIZED,
                                    index,
                                    normalized(index, projects),
                                    Map.of("upload_token", token.id(), "by", "forward-auth")));
                    return Optional.of(new Passage.Open(token.id(), projects));
                });
    }

    private boolean consume(TokenRow token) {
        return jdbc.sql(CONSUME)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("token", token.id())
                        .update()
                == 1;
    }

    private Passage closed(
            PackageIndex index,
            Secret text,
            @Nullable TokenRow token,
            @Nullable ProjectName project,
            Refused refused) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (token != null) {
            detail.put("upload_token", token.id());
        }
        detail.put("by", "forward-auth");
        detail.put("code", refused.cause().code());
        Event event =
                event(
                        EventType.UPLOAD_REFUSED,
                        index,
                        project == null ? List.of() : List.of(project.normalized()),
                        detail);
        events.record(project == null ? event : pending.mark(event, text, project));
        return new Passage.Closed(refused);
    }

    private static Event event(
            EventType type, PackageIndex index, List<String> projects, Map<String, ?> detail) {
        return new Event(type, "index:" + index.id(), index.id(), projects, detail);
    }

    /** A pattern is no name, and stays as it is. */
    private static List<String> normalized(PackageIndex index, List<String> names) {
        return names.stream()
                .map(name -> index.projectName(name).map(ProjectName::normalized).orElse(name))
                .toList();
    }
}
