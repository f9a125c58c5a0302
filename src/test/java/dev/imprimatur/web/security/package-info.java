/** Tests of who may call what. */
@NullMarked
package dev.imprimatur.web.security;

import org.jspecify.annotations.NullMarked;
