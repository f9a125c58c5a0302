package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Also tells when an upgrade of Tomcat writes its status lines in another place. */
class ReasonPhraseProtocolTests {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private String phrase = "";

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void theHeaderBecomesTheReasonPhrase(@TempDir Path directory) throws Exception {
        start(directory);
        phrase = "expired-token: it is over";

        assertThat(answer())
                .startsWith("HTTP/1.1 403 expired-token: it is over\r\n")
                .doesNotContain(ReasonPhraseProtocol.HEADER)
                .endsWith("\r\n\r\nno\n");
    }

    @Test
    void withoutTheHeaderTheStatusLineIsTomcats(@TempDir Path directory) throws Exception {
        start(directory);

        assertThat(answer()).startsWith("HTTP/1.1 403 \r\n").endsWith("\r\n\r\nno\n");
    }

    @Test
    void aPhraseIsOneLineOfAscii(@TempDir Path directory) throws Exception {
        start(directory);
        phrase = "caf\u00e9\u0085\u007f" + "x".repeat(400);

        assertThat(answer()).startsWith("HTTP/1.1 403 caf???" + "x".repeat(294) + "\r\n");
    }

    private void start(Path directory) throws LifecycleException {
        TOMCAT_LOG.setLevel(Level.SEVERE);
        Connector connector = new Connector(new ReasonPhraseProtocol());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "refusing", new Refusing());
        context.addServletMapping("/", "refusing");
        tomcat.start();
    }

    private String answer() throws IOException {
        int port = tomcat.getConnector().getLocalPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private final class Refusing extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setStatus(403);
            if (!phrase.isEmpty()) {
                response.setHeader(ReasonPhraseProtocol.HEADER, phrase);
            }
            response.getWriter().print("no\n");
        }
    }
}
