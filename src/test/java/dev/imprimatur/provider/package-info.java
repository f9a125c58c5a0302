/** Tests of provider definitions, the shipped ones and an operator's. */
@NullMarked
package dev.imprimatur.provider;

import org.jspecify.annotations.NullMarked;
