/** What CI workflows run of ours: the script, the actions around it, and the examples. */
@NullMarked
package dev.imprimatur.action;

import org.jspecify.annotations.NullMarked;
