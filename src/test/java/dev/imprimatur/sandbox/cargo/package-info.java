/** The sample registry of crates: asks Imprimatur about every crate, as any registry would. */
@NullMarked
package dev.imprimatur.sandbox.cargo;

import org.jspecify.annotations.NullMarked;
