/** Tests of how secrets are made and read. */
@NullMarked
package dev.imprimatur.secret;

import org.jspecify.annotations.NullMarked;
