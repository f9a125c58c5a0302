/** Imprimatur, a trusted publishing server: the application and what all its rooms share. */
@NullMarked
package dev.imprimatur;

import org.jspecify.annotations.NullMarked;
