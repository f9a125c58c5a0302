package dev.imprimatur.web.security;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * A package index that has proven who it is.
 *
 * @param indexId its configured id
 */
public record IndexPrincipal(String indexId) implements AuthenticatedPrincipal {

    /** How events name it. */
    public String actor() {
        return "index:" + indexId;
    }

    @Override
    public String getName() {
        return indexId;
    }
}
