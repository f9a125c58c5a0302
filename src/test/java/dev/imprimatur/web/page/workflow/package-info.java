/** Tests of the workflow files to copy. */
@NullMarked
package dev.imprimatur.web.page.workflow;

import org.jspecify.annotations.NullMarked;
