/** Who may manage: people, and the API tokens that act for them or for the operator. */
@NullMarked
package dev.imprimatur.account;

import org.jspecify.annotations.NullMarked;
