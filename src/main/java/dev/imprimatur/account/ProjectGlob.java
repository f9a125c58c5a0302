package dev.imprimatur.account;

/**
 * Projects that credentials are limited to.
 *
 * @param index the id of a package index
 * @param names a glob over the normalised names of its projects
 */
public record ProjectGlob(String index, String names) {}
