/** Who is trusted: the publishers of projects, and which of them an identity matches. */
@NullMarked
package dev.imprimatur.publisher;

import org.jspecify.annotations.NullMarked;
