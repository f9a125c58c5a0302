/** A gem host that asks Imprimatur about each push, as small as the gem client lets it be. */
@NullMarked
package dev.imprimatur.sandbox.gems;

import org.jspecify.annotations.NullMarked;
