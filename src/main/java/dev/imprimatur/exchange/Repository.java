package dev.imprimatur.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.identity.Identity;
import dev.imprimatur.secret.Secret;
import java.util.Base64;

/** The repository of a proven identity, or what its provider has in the place of one. */
final class Repository {

    private Repository() {}

    /**
     * Equal for all identities for which the same publishers would be looked up. Hashed, so that it
     * is short however long the names in an identity token are.
     */
    static String of(Identity identity) {
        String names = identity.provider().lookupKey(identity.claims()).orElse("");
        byte[] hash = Secret.sha256((identity.provider().id() + '\n' + names).getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }
}
