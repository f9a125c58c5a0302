package dev.imprimatur.token;

import org.jspecify.annotations.Nullable;

/**
 * Where a file or an upload token comes from, in the words that people have for it whatever the
 * provider calls them. Its texts are what a provider vouched for, and so text of strangers; its
 * addresses are https.
 *
 * @param provider what people call the provider; its id where it is not configured any more
 * @param repository the repository, or what the provider has in the place of one; null: not known
 * @param commit the commit that was built; null: not known
 * @param ref the branch or tag that was built; null: not known
 * @param run the number or id of the run; null: not known
 * @param sourceUrl the source that was built; null: the provider has no such addresses
 * @param runUrl the run that built it; null: the provider has no such addresses
 */
public record Origin(
        String provider,
        @Nullable String repository,
        @Nullable String commit,
        @Nullable String ref,
        @Nullable String run,
        @Nullable String sourceUrl,
        @Nullable String runUrl) {}
