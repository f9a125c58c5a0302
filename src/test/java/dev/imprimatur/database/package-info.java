/** Real PostgreSQL for tests and for the sandbox, with Docker or without. */
@NullMarked
package dev.imprimatur.database;

import org.jspecify.annotations.NullMarked;
