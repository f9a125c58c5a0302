/** The one way out of this service: to where the operator said, in time, and no further. */
@NullMarked
package dev.imprimatur.outbound;

import org.jspecify.annotations.NullMarked;
