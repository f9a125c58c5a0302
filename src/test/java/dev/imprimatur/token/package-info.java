/** Tests of upload tokens and what they are worth, on a real PostgreSQL. */
@NullMarked
package dev.imprimatur.token;

import org.jspecify.annotations.NullMarked;
