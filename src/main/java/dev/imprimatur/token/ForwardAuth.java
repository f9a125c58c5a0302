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
import org.springframework.transaction.annotation.Transactional;

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

    private final JdbcClient jdbc;
    private final TokenRows tokens;
    private final TokenCheck check;
    private final EventLog events;
    private final Clock clock;

    ForwardAuth(JdbcClient jdbc, TokenRows tokens, TokenCheck check, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.check = check;
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
    @Transactional
    public Passage decide(PackageIndex index, Secret text, @Nullable ProjectName project) {
        Optional<TokenRow> found =
                project == null ? tokens.forAnyProject(text) : tokens.forProject(text, project);
        if (found.isEmpty()) {
            return new Passage.Closed(
                    new Refused(Cause.UNKNOWN_TOKEN, "This is no upload token of ours"));
        }
        TokenRow token = found.get();
        Passage passage =
                check.token(token, index)
                        .<Passage>map(Passage.Closed::new)
                        .orElseGet(() -> open(token));
        if (passage instanceof Passage.Open && token.singleUse() && !consume(token)) {
            passage =
                    new Passage.Closed(
                            new Refused(
                                    Cause.CONSUMED_TOKEN,
                                    "The upload token was good for one upload, which was made"));
        }
        events.record(event(index, token, project, passage));
        return passage;
    }

    private Passage open(TokenRow token) {
        List<String> projects =
                token.grants().stream()
                        .filter(grant -> check.isOpen(token, grant))
                        .map(TokenRow.Grant::project)
                        .distinct()
                        .toList();
        if (String.join(",", projects).length() > LONGEST_LIST) {
            return new Passage.Closed(
                    new Refused(
                            Cause.WRONG_PROJECT,
                            "The upload token reaches more projects than a header can name. Narrow it"
                                    + " with projects at the exchange, or have the proxy say which"
                                    + " project is meant"));
        }
        if (!projects.isEmpty()) {
            return new Passage.Open(token.id(), projects);
        }
        return switch (check.choose(token, null)) {
            case TokenCheck.Choice.No(Refused refused) -> new Passage.Closed(refused);
            case TokenCheck.Choice.Yes yes ->
                    throw new IllegalStateException("An open publisher is among the open ones");
            case TokenCheck.Choice.None() -> new Passage.Closed(check.none(token));
        };
    }

    private boolean consume(TokenRow token) {
        return jdbc.sql(CONSUME)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("token", token.id())
                        .update()
                == 1;
    }

    private static Event event(
            PackageIndex index, TokenRow token, @Nullable ProjectName project, Passage passage) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("upload_token", token.id());
        detail.put("by", "forward-auth");
        List<String> projects = project == null ? List.of() : List.of(project.normalized());
        EventType type =
                switch (passage) {
                    case Passage.Open(long tokenId, List<String> open) -> {
                        projects = normalized(index, open);
                        yield EventType.UPLOAD_AUTHORIZED;
                    }
                    case Passage.Closed(Refused(Cause cause, String reason)) -> {
                        detail.put("code", cause.code());
                        yield EventType.UPLOAD_REFUSED;
                    }
                };
        return new Event(type, "index:" + index.id(), index.id(), projects, detail);
    }

    private static List<String> normalized(PackageIndex index, List<String> names) {
        return names.stream()
                .flatMap(name -> index.projectName(name).stream())
                .map(ProjectName::normalized)
                .toList();
    }
}
