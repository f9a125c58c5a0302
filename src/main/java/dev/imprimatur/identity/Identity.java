package dev.imprimatur.identity;

import dev.imprimatur.provider.Claims;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CI job as its provider vouches for it: the identity token's signature, times, audience and
 * required claims all hold. There is no other way to one than {@link IdentityVerifier}.
 *
 * @param provider who signed
 * @param claims the claims that the provider's definition declares
 * @param audience the {@code aud}: one of those that the caller accepts
 * @param jti the token's id; null where the provider gives none
 * @param replayKey by what the token is recognised when it comes again; 32 bytes
 * @param acceptedUntil from when on no instance accepts the token: the replay key must be
 *     remembered until then
 */
public record Identity(
        ProviderDefinition provider,
        Claims claims,
        String audience,
        @Nullable String jti,
        ReplayKey replayKey,
        Instant acceptedUntil) {}
