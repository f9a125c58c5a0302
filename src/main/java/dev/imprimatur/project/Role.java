package dev.imprimatur.project;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.Optional;

/** The part that an account has in a project. */
public enum Role {
    /** Publishers, members and tokens of the project. */
    OWNER,
    /** Looks at them. */
    VIEWER;

    /** The name that is stored and shown. */
    public String wireName() {
        return name().toLowerCase(ROOT);
    }

    /** The role of a name; empty where there is none. */
    public static Optional<Role> of(String wireName) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(wireName)).findFirst();
    }
}
