package dev.imprimatur.account;

import static java.util.Locale.ROOT;

import java.text.Normalizer;

/**
 * Makes a name for an account of what its identity provider calls the person: {@code [a-z0-9]} with
 * {@code .}, {@code _} and {@code -} between, so that it can stand in paths, logs and events, and
 * no two names look alike.
 */
final class AccountName {

    /** A number may follow, and the whole has 64 characters at most. */
    private static final int LONGEST = 56;

    private AccountName() {}

    static String of(String preferred) {
        String plain =
                Normalizer.normalize(preferred, Normalizer.Form.NFKD)
                        .toLowerCase(ROOT)
                        .replaceAll("\\p{M}+", "")
                        .replaceAll("[^a-z0-9._-]+", "-");
        String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
        String name = cut.replaceAll("^[._-]+|[._-]+$", "");
        return name.isEmpty() ? "person" : name;
    }
}
