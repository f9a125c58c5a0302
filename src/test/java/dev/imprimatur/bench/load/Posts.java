package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Requests for upload tokens as bytes, made before the clock is looked at. */
final class Posts {

    /** Networks that the service is told requests come from, by the header of its proxy. */
    static final int JOBS = 12;

    static final int STRANGERS = 11;

    private Posts() {}

    /** Where the n-th of a network comes from, each from an address of its own. */
    static String address(int network, int number) {
        return "%d.%d.%d.%d"
                .formatted(network, number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    /** What asks for an upload token. */
    static byte[] exchange(String address, String body) {
        byte[] content = body.getBytes(UTF_8);
        byte[] head =
                """
                POST %s HTTP/1.1
                Host: %s
                Content-Type: application/json
                X-Forwarded-For: %s
                Content-Length: %d

                """
                        .formatted(Bench.MINT, Stage.HOST, address, content.length)
                        .replace("\n", "\r\n")
                        .getBytes(US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }
}
