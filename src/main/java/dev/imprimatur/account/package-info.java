/** Who may manage: API tokens of the management API. */
@NullMarked
package dev.imprimatur.account;

import org.jspecify.annotations.NullMarked;
