package dev.imprimatur.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A certificate authority of the sandbox's own and a server certificate for this machine: several
 * stock clients insist on https. Made at the first start, and again before they expire.
 *
 * @param keyStore PKCS #12 with the server's key and its chain under {@link #ALIAS}
 * @param authority the authority's certificate as PEM, for clients to trust
 */
record Certificates(Path keyStore, Path authority) {

    static final String ALIAS = "server";

    /** Protects nothing: whoever can read the file may use the key. */
    static final String PASSWORD = "sandbox";

    private static final String AUTHORITY_ALIAS = "authority";
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final String NAMES =
            "san=dns:localhost,dns:*.localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

    static Certificates keptIn(Path directory, Clock clock) {
        try {
            return orMade(directory, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Certificates orMade(Path directory, Clock clock) throws IOException {
        Certificates certificates =
                new Certificates(
                        directory.resolve("server.p12"), directory.resolve("authority.pem"));
        if (!certificates.areGood(clock)) {
            FileSystemUtils.deleteRecursively(directory);
            Files.createDirectories(directory);
            certificates.make();
        }
        return certificates;
    }

    private boolean areGood(Clock clock) {
        if (!Files.exists(keyStore) || !Files.exists(authority)) {
            return false;
        }
        try {
            X509Certificate server = (X509Certificate) load().getCertificate(ALIAS);
            return server != null
                    && server.getNotAfter()
                            .toInstant()
                            .isAfter(clock.instant().plus(RENEWED_BEFORE));
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private void make() throws IOException {
        keytool(
                AUTHORITY_ALIAS,
                "CN=Imprimatur sandbox authority",
                "-validity",
                "3650",
                "-ext",
                "bc:critical=ca:true,pathlen:0",
                "-ext",
                "ku:critical=keyCertSign,cRLSign");
        keytool(
                ALIAS,
                "CN=localhost",
                "-signer",
                AUTHORITY_ALIAS,
                "-validity",
                "800",
                "-ext",
                "ku:critical=digitalSignature",
                "-ext",
                "eku=serverAuth",
                "-ext",
                NAMES);
        try {
            byte[] certificate = load().getCertificate(AUTHORITY_ALIAS).getEncoded();
            Files.writeString(
                    authority,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                                    .encodeToString(certificate)
                            + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    }

    /** The JDK can sign certificates only through this tool of its. */
    private void keytool(String alias, String name, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD);
        Collections.addAll(command, options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
