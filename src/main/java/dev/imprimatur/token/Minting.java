package dev.imprimatur.token;

import dev.imprimatur.publisher.TrustedPublisher;
import dev.imprimatur.secret.Secret;
import java.time.Instant;
import java.util.List;

/** What minting comes to. */
public sealed interface Minting {

    /**
     * An upload token; the identity token is used up.
     *
     * @param id by which events and answers name it
     * @param text the token
     * @param expiresAt from when on it is refused
     * @param publishers under which it was minted
     */
    record Minted(long id, Secret text, Instant expiresAt, List<TrustedPublisher> publishers)
            implements Minting {}

    /** The identity token was used up before. */
    record Replayed() implements Minting {}

    /** Meanwhile the publishers were removed, or bound to other ids; nothing was used up. */
    record Overtaken() implements Minting {}
}
