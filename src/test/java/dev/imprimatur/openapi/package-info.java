/** The description of the management API: made of the code, and held against the service. */
@NullMarked
package dev.imprimatur.openapi;

import org.jspecify.annotations.NullMarked;
