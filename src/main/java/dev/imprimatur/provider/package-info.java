/**
 * Identity providers as data: who signs identity tokens, what their claims mean, what a maintainer
 * fills in and how it is matched.
 */
@NullMarked
package dev.imprimatur.provider;

import org.jspecify.annotations.NullMarked;
