/** How much of one kind one client may ask for in a minute. */
@NullMarked
package dev.imprimatur.web.limit;

import org.jspecify.annotations.NullMarked;
