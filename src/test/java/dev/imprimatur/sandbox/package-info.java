/**
 * The sandbox: the real service on a real database, with all that it needs around it to be tried.
 */
@NullMarked
package dev.imprimatur.sandbox;

import org.jspecify.annotations.NullMarked;
