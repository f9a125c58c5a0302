package dev.imprimatur.web.page.workflow;

import dev.imprimatur.project.PackageIndex;
import java.net.URI;

/**
 * Where a job publishes to, and where it gets its upload token.
 *
 * @param index the package index
 * @param service where Imprimatur itself is, without a slash at the end
 * @param derived whether clients that are told nothing but the upload URL get to this index by it
 */
record Target(PackageIndex index, String service, boolean derived) {

    URI uploadUrl() {
        return index.uploadUrls().getFirst();
    }

    String audience() {
        return index.audience();
    }

    /** Host and port of the index. */
    String authority() {
        return uploadUrl().getRawAuthority();
    }

    /** The address of its host, without a slash at the end. */
    String root() {
        return uploadUrl().getScheme() + "://" + authority();
    }
}
