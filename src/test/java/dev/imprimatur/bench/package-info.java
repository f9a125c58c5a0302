/**
 * Measures the whole service over a large registry; no part of the tests, see docs/performance.md.
 */
@NullMarked
package dev.imprimatur.bench;

import org.jspecify.annotations.NullMarked;
