package dev.imprimatur.account;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What credentials are good for at most, whoever holds them; each contains those before it. */
public enum Scope {
    /** Looking. */
    READ,
    /** Looking, and publishers with the upload tokens that were minted under them. */
    PUBLISHERS_WRITE,
    /** Everything that its holder may do. */
    ADMIN;

    /** The name that is stored and shown. */
    public String wireName() {
        return name().toLowerCase(ROOT).replace('_', ':');
    }

    /** The scope of a name; empty where there is none. */
    public static Optional<Scope> of(String wireName) {
        return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
    }

    /** This scope and those that it contains, the least first. */
    public List<Scope> contained() {
        return Arrays.stream(values()).filter(this::contains).toList();
    }

    /** Whether this scope contains another one. */
    public boolean contains(Scope other) {
        return compareTo(other) >= 0;
    }
}
