package dev.imprimatur.token;

/** The statements of the hot path, for whoever measures PostgreSQL alone with them. */
public final class TokenStatements {

    private TokenStatements() {}

    /** Uses an identity token up and mints an upload token. */
    public static String mint() {
        return MintStatement.MINT;
    }

    /** Reads an upload token with its publishers of one project. */
    public static String read() {
        return TokenRows.FOR_PROJECT;
    }

    /** Reads an upload token with all its publishers. */
    public static String readForAll() {
        return TokenRows.FOR_ANY_PROJECT;
    }

    /** Writes an upload with a token that is good for several. */
    public static String upload() {
        return UploadStatement.USE;
    }
}
