package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTests {

    @ParameterizedTest
    @CsvSource({
        "example.org,      example.org",
        "Example.ORG,      example.org",
        "example.org:443,  example.org",
        "example.org:80,   example.org",
        "example.org:8443, example.org:8443",
        "example.org:1443, example.org:1443",
        "example.org:8080, example.org:8080",
        "[::1],            [::1]",
        "[::1]:443,        [::1]",
        "[::443],          [::443]",
        "localhost:8080,   localhost:8080",
        "\u212ate.example, \u212ate.example",
    })
    void aHostIsComparedInOneForm(String written, String host) {
        assertThat(Hosts.of(written)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.org/legacy/,      example.org",
        "https://example.org:443/legacy/,  example.org",
        "https://example.org:8443,         example.org:8443",
        "http://[::1]:8080/x,              [::1]:8080",
    })
    void aUrlHasTheHostOfItsRequests(String url, String host) {
        assertThat(Hosts.of(URI.create(url))).isEqualTo(host);
    }
}
