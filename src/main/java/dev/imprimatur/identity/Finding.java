package dev.imprimatur.identity;

import dev.imprimatur.provider.Advice;

/**
 * One thing for which an identity token does not count.
 *
 * @param advice which kind of thing
 * @param claim the claim that is to blame
 * @param reason what is wrong with it, beginning with it; no text of the token
 */
public record Finding(Advice advice, String claim, String reason) {}
