/**
 * Workflow files to copy: what a CI job must say to publish to an index without a stored secret.
 */
@NullMarked
package dev.imprimatur.web.page.workflow;

import org.jspecify.annotations.NullMarked;
