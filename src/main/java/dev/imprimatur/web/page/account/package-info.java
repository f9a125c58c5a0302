/**
 * The pages of whoever is signed in: who they are here, their API tokens, what they get mail of.
 */
@NullMarked
package dev.imprimatur.web.page.account;

import org.jspecify.annotations.NullMarked;
