/** Tests of what package indexes and their proxies ask. */
@NullMarked
package dev.imprimatur.web.index;

import org.jspecify.annotations.NullMarked;
