package dev.imprimatur.sandbox.ci;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The provider's keys: the newest signs, the one before it stays published. They are kept in a
 * file, so that whoever has cached them is not shut out by a restart.
 */
public final class SigningKeys {

    private static final int PUBLISHED = 2;

    private final Path file;
    private List<RSAKey> newestFirst;

    /**
     * @param file where they are kept, readable by its owner only
     */
    public SigningKeys(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            newestFirst = read(file);
        } else {
            newestFirst = List.of(generate(), generate());
            write();
        }
    }

    public synchronized RSAKey signing() {
        return newestFirst.getFirst();
    }

    /** The published set, without private parts. */
    public synchronized JWKSet published() {
        return new JWKSet(List.copyOf(newestFirst)).toPublicJWKSet();
    }

    /**
     * Signs with a new key from now on.
     *
     * @param withdraw whether older keys leave the published set at once
     */
    synchronized void rotate(boolean withdraw) {
        RSAKey fresh = generate();
        newestFirst = withdraw ? List.of(fresh) : List.of(fresh, newestFirst.getFirst());
        write();
    }

    private void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // A temporary file is for its owner only from the beginning.
            Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "keys", ".json");
            Files.writeString(fresh, new JWKSet(List.copyOf(newestFirst)).toString(false));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RSAKey> read(Path file) {
        try {
            return JWKSet.load(file.toFile()).getKeys().stream()
                    .map(RSAKey.class::cast)
                    .limit(PUBLISHED)
                    .toList();
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(
                    "The keys in %s cannot be read: delete that file".formatted(file), e);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString().toUpperCase(Locale.ROOT))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
