package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.JsonBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody pasted to have it explained. Intent: an identity token is a secret of its job, so
 * none of these says what it holds where it is written into a log.
 */
sealed interface PastedJob {

    /** Perhaps an identity token. */
    record Token(String text) implements PastedJob {

        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * The claims of one.
     *
     * @param provider the configured id; null: of a provider that is switched off
     */
    record Claims(@Nullable String provider, ObjectNode claims) implements PastedJob {

        @Override
        public String toString() {
            return "Claims";
        }
    }

    /**
     * Neither.
     *
     * @param field which of the form is wrong
     * @param key of the sentence in the texts
     */
    record Wrong(String field, String key) implements PastedJob {}

    /**
     * Reads what was pasted. Claims say themselves whose they are, where that is a provider of
     * ours; only where they do not, the choice counts.
     */
    static PastedJob read(String pasted, String chosen, Providers providers) {
        String text = pasted.strip();
        if (text.isEmpty()) {
            return new Wrong("job", "refusals.explain.empty");
        }
        if (text.startsWith("{")) {
            return JsonBody.object(text.getBytes(UTF_8))
                    .map(claims -> claims(claims, chosen, providers))
                    .orElseGet(() -> new Wrong("job", "refusals.explain.no-json"));
        }
        // A terminal breaks a long line, and a copy keeps the breaks.
        String token = text.replaceAll("\\s+", "");
        return token.chars().filter(c -> c == '.').count() == 2
                ? new Token(token)
                : new Wrong("job", "refusals.explain.neither");
    }

    private static PastedJob claims(ObjectNode claims, String chosen, Providers providers) {
        String issuer = claims.path("iss").stringValue("");
        Optional<ProviderDefinition> provider =
                providers.ofIssuer(issuer).or(() -> providers.ofId(chosen));
        if (provider.isPresent()) {
            return new Claims(provider.get().id(), claims);
        }
        return providers.isSwitchedOff(issuer)
                ? new Claims(null, claims)
                : new Wrong("provider", "refusals.explain.no-provider");
    }
}
