package dev.imprimatur.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person of the operator's identity provider who was here before.
 *
 * @param id never reused
 * @param name by which members, events and people name the account; no two have the same
 * @param email where notifications go; null: nowhere
 * @param createdAt when the person was here first
 */
public record Account(long id, String name, @Nullable String email, Instant createdAt) {

    /** How events name the person. */
    public String actor() {
        return "account:" + name;
    }
}
