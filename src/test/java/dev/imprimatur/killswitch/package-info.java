/** Tests of what stops publishing in a hurry. */
@NullMarked
package dev.imprimatur.killswitch;

import org.jspecify.annotations.NullMarked;
