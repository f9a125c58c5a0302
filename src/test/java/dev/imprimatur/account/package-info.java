/** Tests of who may manage. */
@NullMarked
package dev.imprimatur.account;

import org.jspecify.annotations.NullMarked;
