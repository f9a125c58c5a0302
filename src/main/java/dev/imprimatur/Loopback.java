package dev.imprimatur;

import java.net.URI;
import java.util.Set;

/** This very machine, the one place where plain http is allowed. */
public final class Loopback {

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /** Whether a configured URL is plain http on this machine. */
    public static boolean isHttp(URI url) {
        return "http".equals(url.getScheme()) && HOSTS.contains(url.getHost());
    }
}
