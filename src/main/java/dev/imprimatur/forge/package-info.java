/** Who owns a repository, as its forge says: the ids behind the names of a publisher. */
@NullMarked
package dev.imprimatur.forge;

import org.jspecify.annotations.NullMarked;
