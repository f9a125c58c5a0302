/** A forge on loopback, and what is made of each of its answers. */
@NullMarked
package dev.imprimatur.forge;

import org.jspecify.annotations.NullMarked;
