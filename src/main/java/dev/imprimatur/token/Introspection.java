package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells an index what an upload token is worth now, without using it (RFC 7662).
 *
 * <p>Limit: nobody says here which version comes, so a publisher that binds the tag to the version
 * gives no right; an index that takes introspection for a yes would else take any version.
 */
@Component
public class Introspection {

    private final TokenRows tokens;
    private final TokenCheck check;
    private final Provenances provenances;

    Introspection(TokenRows tokens, TokenCheck check, Provenances provenances) {
        this.tokens = tokens;
        this.check = check;
        this.provenances = provenances;
    }

    /**
     * A token that is good now.
     *
     * @param id by which answers and events name it
     * @param projects the names of the projects that it may publish, at least one
     * @param provenance where its uploads come from; by the publisher of its first project
     */
    public record Active(
            long id,
            String index,
            String issuer,
            @Nullable String jti,
            Instant issuedAt,
            Instant expiresAt,
            boolean singleUse,
            List<String> projects,
            Upload.Provenance provenance) {}

    /** What the token is worth to the index that asks; empty: nothing, for whatever reason. */
    public Optional<Active> of(PackageIndex index, Secret text) {
        return tokens.forAnyProject(text)
                .filter(token -> check.token(token, index).isEmpty())
                .flatMap(this::active);
    }

    private Optional<Active> active(TokenRow token) {
        List<TokenRow.Grant> open =
                token.grants().stream().filter(grant -> check.isOpen(token, grant)).toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Active(
                        token.id(),
                        token.indexId(),
                        token.issuer(),
                        token.jti(),
                        token.issuedAt(),
                        token.expiresAt(),
                        token.singleUse(),
                        open.stream().map(TokenRow.Grant::project).distinct().toList(),
                        provenances.of(token, open.getFirst())));
    }
}
