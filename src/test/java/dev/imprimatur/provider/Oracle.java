package dev.imprimatur.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a field and a claim should come to, in another way than the code under test does: by
 * bytes, and by the regular expressions that the code does without.
 */
final class Oracle {

    private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

    private static final Pattern TOKEN =
            Pattern.compile("\\{version}|\\*\\*|\\*|.", Pattern.DOTALL);

    private Oracle() {}

    static boolean fits(Match match, String field, String claim) {
        return switch (match) {
            case EXACT -> Arrays.equals(field.getBytes(UTF_8), claim.getBytes(UTF_8));
            case ASCII_CASE_INSENSITIVE -> Arrays.equals(folded(field), folded(claim));
            case GLOB -> whole(regex(field), claim);
            case ONE_OF -> listed(field).contains(claim);
            case CONTAINS_ALL -> listed(claim).containsAll(listed(field));
            case PATH_AT_REF -> whole(Pattern.quote(field) + "@(refs/.+|" + COMMIT + ")", claim);
            case NONE -> true;
        };
    }

    /** Whether PostgreSQL stores the text as it is: it comes back out of UTF-8, and has no NUL. */
    static boolean storable(String text) {
        return !text.contains("\0") && new String(text.getBytes(UTF_8), UTF_8).equals(text);
    }

    private static byte[] folded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= bytes[i] >= 0x41 && bytes[i] <= 0x5a ? (byte) 0x20 : 0;
        }
        return bytes;
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        Matcher token = TOKEN.matcher(glob);
        while (token.find()) {
            regex.append(
                    switch (token.group()) {
                        case "{version}" -> "[^/]+";
                        case "**" -> ".*";
                        case "*" -> "[^/]*";
                        default -> Pattern.quote(token.group());
                    });
        }
        return regex.toString();
    }

    private static boolean whole(String regex, String text) {
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    private static List<String> listed(String list) {
        return List.of(list.split("[, ]+"));
    }
}
