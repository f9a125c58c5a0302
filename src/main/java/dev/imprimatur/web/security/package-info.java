/** Who may call what: credentials of indexes and of people, and the chains that ask for them. */
@NullMarked
package dev.imprimatur.web.security;

import org.jspecify.annotations.NullMarked;
