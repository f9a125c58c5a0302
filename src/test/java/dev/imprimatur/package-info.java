/** What tests of the whole service share. */
@NullMarked
package dev.imprimatur;

import org.jspecify.annotations.NullMarked;
