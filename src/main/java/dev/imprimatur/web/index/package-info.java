/**
 * What package indexes and their proxies ask: may this upload go ahead, what is this token worth.
 */
@NullMarked
package dev.imprimatur.web.index;

import org.jspecify.annotations.NullMarked;
