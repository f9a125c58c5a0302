/**
 * Measures how many exchanges and decisions the service makes, what they cost, and what is left of
 * that under attack; no part of the tests, see docs/performance.md.
 */
@NullMarked
package dev.imprimatur.bench.load;

import org.jspecify.annotations.NullMarked;
