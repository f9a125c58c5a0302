/** Tests of the ground that all answers stand on. */
@NullMarked
package dev.imprimatur.web;

import org.jspecify.annotations.NullMarked;
