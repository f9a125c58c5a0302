package dev.imprimatur.publisher;

/** The statements of the hot path, for whoever measures PostgreSQL alone with them. */
public final class PublisherStatements {

    private PublisherStatements() {}

    /** Finds the publishers that an identity might match. */
    public static String lookup() {
        return PublisherLookup.BY_KEY;
    }
}
