package dev.imprimatur.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.secret.Secret;
import java.security.MessageDigest;
import java.util.List;

/**
 * What an index authenticates with: several secrets at once, so that one can be replaced without a
 * moment in which neither works. Kept as hashes; the texts are gone after the start.
 */
public final class IndexCredentials {

    private final List<byte[]> hashes;

    IndexCredentials(List<String> secrets) {
        this.hashes = secrets.stream().map(text -> Secret.sha256(text.getBytes(UTF_8))).toList();
    }

    /**
     * Whether this is one of the secrets; the time that it takes says nothing of how near it was.
     */
    public boolean accept(String presented) {
        byte[] hash = Secret.sha256(presented.getBytes(UTF_8));
        boolean accepted = false;
        for (byte[] known : hashes) {
            accepted |= MessageDigest.isEqual(known, hash);
        }
        return accepted;
    }

    /** How many secrets are good. */
    public int count() {
        return hashes.size();
    }

    @Override
    public String toString() {
        return "[" + hashes.size() + " secrets]";
    }
}
