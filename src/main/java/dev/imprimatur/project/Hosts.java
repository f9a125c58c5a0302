package dev.imprimatur.project;

import static java.util.Locale.ROOT;

import java.net.URI;

/**
 * The form in which hosts are compared: lower case, with the port unless it is the scheme's own.
 */
public final class Hosts {

    private Hosts() {}

    /** The host of a configured URL. */
    public static String of(URI url) {
        return of(url.getRawAuthority());
    }

    /**
     * The host of a {@code Host} header. Which scheme a request came by is not known behind a proxy
     * that ends TLS, so both default ports are left out.
     */
    public static String of(String authority) {
        // Beyond ASCII folding is wrong: it takes the Kelvin sign for a k.
        boolean ascii = authority.chars().allMatch(c -> c < 128);
        String host = ascii ? authority.toLowerCase(ROOT) : authority;
        for (String port : new String[] {":443", ":80"}) {
            if (host.endsWith(port)) {
                return host.substring(0, host.length() - port.length());
            }
        }
        return host;
    }
}
