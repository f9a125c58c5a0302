/** Tests of who is trusted. */
@NullMarked
package dev.imprimatur.publisher;

import org.jspecify.annotations.NullMarked;
