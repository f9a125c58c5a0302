package dev.imprimatur.web;

import dev.imprimatur.project.Hosts;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/**
 * The host that a client asked, which picks the package index.
 *
 * <p>Limit: it is whatever the client or the proxy wrote. It only ever picks among the configured
 * hosts, and no answer repeats it.
 */
public final class RequestHost {

    private RequestHost() {}

    /** The host as {@link Hosts} compares it; empty where there is none. */
    public static String of(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return host == null ? "" : Hosts.of(host);
    }
}
