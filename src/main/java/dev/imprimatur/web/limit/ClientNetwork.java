package dev.imprimatur.web.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, which is what
 * one customer of a network has at least.
 */
final class ClientNetwork {

    /** Whoever has no address that can be read shares one limit with the others of that kind. */
    private static final String UNKNOWN = "unknown";

    private ClientNetwork() {}

    /**
     * The network of an address.
     *
     * @param address as the container gives it: of the peer, or out of the header of a trusted
     *     proxy, some of which write the port behind it
     */
    static String of(@Nullable String address) {
        if (address == null) {
            return UNKNOWN;
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(withoutPortAndZone(address.strip()));
            // An IPv4 address in IPv6's clothes is read as what it is.
            return literal instanceof Inet4Address
                    ? literal.getHostAddress()
                    : HexFormat.of().formatHex(literal.getAddress(), 0, 8) + "/64";
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** Otherwise each connection, having a port of its own, would be a client of its own. */
    private static String withoutPortAndZone(String address) {
        String host = address;
        if (address.startsWith("[") && address.indexOf(']') > 0) {
            host = address.substring(1, address.indexOf(']'));
        } else if (address.indexOf(':') == address.lastIndexOf(':') && address.indexOf(':') > 0) {
            host = address.substring(0, address.indexOf(':'));
        }
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }
}
