/** Tests of the management API over real HTTP and a real PostgreSQL. */
@NullMarked
package dev.imprimatur.web.registry;

import org.jspecify.annotations.NullMarked;
