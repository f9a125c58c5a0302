/** Opaque secrets: how their text is made, checked and hashed, once for all rooms. */
@NullMarked
package dev.imprimatur.secret;

import org.jspecify.annotations.NullMarked;
