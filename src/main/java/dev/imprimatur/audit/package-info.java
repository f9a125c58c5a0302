/** The audit log: one event for everything that changes or is decided. */
@NullMarked
package dev.imprimatur.audit;

import org.jspecify.annotations.NullMarked;
