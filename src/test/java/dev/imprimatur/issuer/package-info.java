/** An issuer that can be told to misbehave, its tokens and a clock: for the tests of every room. */
@NullMarked
package dev.imprimatur.issuer;

import org.jspecify.annotations.NullMarked;
