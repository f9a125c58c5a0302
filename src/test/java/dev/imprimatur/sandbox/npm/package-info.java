/**
 * The sample npm registry: asks Imprimatur about every publish, over HTTP, as any registry would.
 */
@NullMarked
package dev.imprimatur.sandbox.npm;

import org.jspecify.annotations.NullMarked;
