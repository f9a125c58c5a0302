/** The wire of the clients: one small controller per dialect, all calling one exchange. */
@NullMarked
package dev.imprimatur.exchange;

import org.jspecify.annotations.NullMarked;
