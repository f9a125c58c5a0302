package dev.imprimatur.sandbox;

import dev.imprimatur.secret.SecretFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The sandbox's admin API token: made at the first start, the same ever after. */
final class AdminToken {

    private AdminToken() {}

    static String keptIn(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String token = new SecretFormat("impa_").generate("").reveal();
        // A temporary file is for its owner only from the beginning.
        Path fresh = Files.createTempFile(file.getParent(), "admin", ".token");
        Files.writeString(fresh, token + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return token;
    }
}
