/** Tests of what surrounds the code: how it is built and started. */
@NullMarked
package dev.imprimatur.build;

import org.jspecify.annotations.NullMarked;
