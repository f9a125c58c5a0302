package dev.imprimatur.provider;

/**
 * What a provider definition says of one claim.
 *
 * @param name the claim's name in the identity token
 * @param type the JSON type that it must have; any other refuses the identity token
 * @param required whether an identity token without it is refused
 * @param recorded whether it is kept with upload tokens, uploads and events as provenance
 */
public record ClaimRule(String name, Type type, boolean required, boolean recorded) {

    /** The JSON types that a claim may be declared to have. */
    public enum Type {
        /** A string. */
        STRING,
        /** A string of digits, or an integer of at most 2^53; kept as its digits. */
        ID,
        /** A JSON boolean, never the string of one. */
        BOOLEAN,
        /** An array of strings; kept as its items with commas between them. */
        STRINGS
    }
}
