package dev.imprimatur.identity;

/** What asking an issuer for its keys comes to. */
sealed interface FetchedKeys {

    /** A set with usable keys. */
    record Fresh(KeySet keys) implements FetchedKeys {}

    /**
     * None.
     *
     * @param cause a cause out of few, for logs; it holds nothing that was received but a status
     */
    record Failed(String cause) implements FetchedKeys {}
}
