package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a generator of load has to know of an answer: what came of the request, where the answer
 * ends, and whether the connection does.
 *
 * @param length of the whole answer in bytes, head and body
 * @param closes whether the server takes no further request on this connection
 */
record ResponseHead(int status, int length, boolean closes) {

    /** The head that these bytes begin with; null: it is not all there yet. */
    static @Nullable ResponseHead read(byte[] bytes, int count) {
        int end = end(bytes, count);
        if (end < 0) {
            return null;
        }
        String head = new String(bytes, 0, end, ISO_8859_1).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(head, head.indexOf(' ') + 1, head.indexOf(' ') + 4, 10);
        String length = header(head, "\r\ncontent-length:");
        if (length.isEmpty()) {
            throw new IllegalStateException("An answer that does not say how long it is: " + head);
        }
        return new ResponseHead(
                status,
                end + Integer.parseInt(length),
                header(head, "\r\nconnection:").equals("close"));
    }

    private static int end(byte[] bytes, int count) {
        for (int i = 3; i < count; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static String header(String head, String name) {
        int at = head.indexOf(name);
        return at < 0
                ? ""
                : head.substring(at + name.length(), head.indexOf("\r\n", at + 2)).strip();
    }
}
