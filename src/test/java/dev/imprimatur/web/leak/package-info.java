/** Tests of reports of leaked tokens. */
@NullMarked
package dev.imprimatur.web.leak;

import org.jspecify.annotations.NullMarked;
