/** The sandbox CI provider: behaves like the token service of a GitHub Actions runner. */
@NullMarked
package dev.imprimatur.sandbox.ci;

import org.jspecify.annotations.NullMarked;
