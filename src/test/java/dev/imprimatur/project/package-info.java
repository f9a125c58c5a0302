/** Tests of indexes, projects and their names. */
@NullMarked
package dev.imprimatur.project;

import org.jspecify.annotations.NullMarked;
