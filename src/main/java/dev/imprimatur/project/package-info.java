/** Package indexes as configured, projects, and the name rules of each ecosystem. */
@NullMarked
package dev.imprimatur.project;

import org.jspecify.annotations.NullMarked;
