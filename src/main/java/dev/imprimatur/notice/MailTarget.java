package dev.imprimatur.notice;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Mail as the operator configured it.
 *
 * @param from the sender's address
 * @param operators who is told of everything
 * @param filter what mail is sent about
 */
record MailTarget(String from, List<String> operators, NoticeFilter filter) {

    static final String TARGET = "mail";

    private static final int LONGEST_ADDRESS = 254;

    /** An address and nothing else: no name, no list, no quotes, and nothing that ends a line. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+");

    /** Whether a text, which may be a stranger's, is an address that mail can be sent to. */
    static boolean isAddress(String text) {
        return text.length() <= LONGEST_ADDRESS && ADDRESS.matcher(text).matches();
    }
}
