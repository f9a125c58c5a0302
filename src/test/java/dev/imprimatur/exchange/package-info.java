/** Tests of the exchange, over HTTP, as the clients of each dialect see it. */
@NullMarked
package dev.imprimatur.exchange;

import org.jspecify.annotations.NullMarked;
