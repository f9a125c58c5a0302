package dev.imprimatur.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTests {

    @Test
    void theyAreMadeOnceForThisMachineAndRenewedInTime(@TempDir Path directory) throws Exception {
        Certificates certificates = Certificates.keptIn(directory, Clock.systemUTC());
        X509Certificate server = server(certificates);

        server.verify(authority(certificates).getPublicKey());
        assertThat(server.getSubjectAlternativeNames())
                .extracting(it -> String.valueOf(it.getLast()))
                .containsExactlyInAnyOrder(
                        "localhost", "*.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(authority(certificates).getBasicConstraints()).isZero();
        assertThat(server.getNotAfter().toInstant())
                .isAfter(Instant.now().plus(Duration.ofDays(365)));

        assertThat(server(Certificates.keptIn(directory, Clock.systemUTC()))).isEqualTo(server);
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(790));
        assertThat(server(Certificates.keptIn(directory, late))).isNotEqualTo(server);
    }

    private static X509Certificate server(Certificates certificates) throws Exception {
        KeyStore store =
                KeyStore.getInstance(
                        certificates.keyStore().toFile(), Certificates.PASSWORD.toCharArray());
        return (X509Certificate) store.getCertificate(Certificates.ALIAS);
    }

    private static X509Certificate authority(Certificates certificates) throws Exception {
        byte[] pem = Files.readString(certificates.authority()).getBytes(US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
    }
}
