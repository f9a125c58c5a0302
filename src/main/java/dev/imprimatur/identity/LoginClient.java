package dev.imprimatur.identity;

import dev.imprimatur.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service is to an identity provider with which people sign in.
 *
 * @param id under which addresses of ours name the identity provider
 * @param label what people read
 * @param clientId what the service is called there
 * @param secret by which it proves to be that client; null: it is a public client
 * @param scopes what a sign-in asks for, {@code openid} among them
 * @param tokenHost the host to which the secret and the codes of people may go
 */
record LoginClient(
        String id,
        String label,
        String clientId,
        @Nullable Secret secret,
        List<String> scopes,
        String tokenHost) {}
