/** Tests of the limits. */
@NullMarked
package dev.imprimatur.web.limit;

import org.jspecify.annotations.NullMarked;
