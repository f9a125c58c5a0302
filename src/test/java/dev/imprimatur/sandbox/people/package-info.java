/** A sample identity provider of people, so that signing in to the pages can be tried. */
@NullMarked
package dev.imprimatur.sandbox.people;

import org.jspecify.annotations.NullMarked;
