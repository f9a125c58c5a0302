/** What secret scanners report: tokens of ours that were found in the open. */
@NullMarked
package dev.imprimatur.web.leak;

import org.jspecify.annotations.NullMarked;
