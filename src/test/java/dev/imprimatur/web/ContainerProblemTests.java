package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class ContainerProblemTests {

    @LocalServerPort private int port;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a path with a bad escape        | 400 | GET /_/oidc/%zz HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a path with a bare bracket      | 400 | GET /_/oidc/{ HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    an encoded NUL                  | 400 | GET /_/oidc/%00 HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    an encoded backslash            | 400 | GET /_/oidc/%5c HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a path that is not UTF-8        | 400 | GET /_/oidc/%ff HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a path that leaves the root     | 400 | GET /../x HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    an encoded path that climbs     | 400 | GET /_/%2e%2e%2fx HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a semicolon in the path         | 400 | GET /_/oidc;a=b/audience HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    no Host                         | 400 | GET / HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n
                    a header without a name         | 400 | GET / HTTP/1.1\\r\\nHost: h\\r\\n: x\\r\\nConnection: close\\r\\n\\r\\n
                    two lengths                     | 400 | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nx
                    a request line that is none     | 400 | GET\\r\\n\\r\\n
                    a version that does not exist   | 505 | GET / HTTP/9.9\\r\\nHost: h\\r\\n\\r\\n
                    a transfer coding nobody knows  | 501 | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: zstd\\r\\n\\r\\n
                    a chunk without a size          | 400 | POST /_/oidc/burn-token HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n{}\\r\\n0\\r\\n\\r\\n
                    a chunk beyond its size         | 400 | POST /_/oidc/burn-token HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}xx0\\r\\n\\r\\n
                    a trailer that is no header     | 400 | POST /_/oidc/burn-token HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n0\\r\\nx y\\r\\n\\r\\n
                    TRACE                           | 405 | TRACE /_/oidc/audience HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a path that is not there        | 404 | GET /nothing HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    the container's own error path  | 404 | GET /error HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    a method nobody knows           | 404 | BREW /nothing HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n
                    """)
    void isAnsweredInTheOneErrorFormat(String what, int status, String request) {
        RawHttp.Answer answer =
                RawHttp.send(port, request.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(answer.status()).as(what + "\n" + answer).isEqualTo(status);
        ProblemFormat.check(answer.header("Content-Type").orElse(""), answer.body());
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
    }

    @org.junit.jupiter.api.Test
    void headersBeyondTheLimitAreAnsweredInTheOneErrorFormat() {
        RawHttp.Answer answer =
                RawHttp.send(
                        port,
                        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: %s\r\n\r\n"
                                .formatted("x".repeat(40_000)));

        assertThat(answer.status()).isEqualTo(400);
        ProblemFormat.check(answer.header("Content-Type").orElse(""), answer.body());
    }

    @org.junit.jupiter.api.Test
    void anIdentityTokenOf16KibFitsIntoTheAuthorizationHeader() {
        RawHttp.Answer answer =
                RawHttp.send(
                        port,
                        "GET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                                .formatted("x".repeat(16 * 1024)));

        assertThat(answer.status()).isEqualTo(404);
    }
}
