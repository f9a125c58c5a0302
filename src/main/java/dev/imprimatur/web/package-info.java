/** What all HTTP answers share: the error format, the body cap, who may call what. */
@NullMarked
package dev.imprimatur.web;

import org.jspecify.annotations.NullMarked;
