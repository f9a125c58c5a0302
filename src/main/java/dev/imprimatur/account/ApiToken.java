package dev.imprimatur.account;

import java.time.Instant;

/**
 * An API token as lists show it: everything but its text, which is nowhere.
 *
 * @param id by which it is removed
 * @param name what its holder calls it; no two have the same
 * @param createdAt when it was created
 */
public record ApiToken(long id, String name, Instant createdAt) {

    /** How events name the one who holds it. */
    public String actor() {
        return "account:" + name;
    }
}
