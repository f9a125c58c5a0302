package dev.imprimatur.provider;

/**
 * What a field is in the address of a repository or a file, so that such an address may be pasted.
 */
public enum Paste {
    /** The first part of the path of a repository, which is not nested. */
    OWNER,
    /** All but the last part of the path of a repository. */
    NAMESPACE,
    /** The last part of the path of a repository. */
    REPOSITORY,
    /** The path of a file, from the root of the repository. */
    FILE,
    /** The name of a file in {@code .github/workflows}. */
    WORKFLOW_FILE,
    /** The path of a file, with that of its repository before it. */
    REPOSITORY_FILE;

    /** Whether it says which repository is meant. */
    boolean isOfRepository() {
        return this == OWNER || this == NAMESPACE || this == REPOSITORY;
    }
}
