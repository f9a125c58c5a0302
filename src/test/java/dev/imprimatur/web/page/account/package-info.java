/** The pages of an account, as browsers see them. */
@NullMarked
package dev.imprimatur.web.page.account;

import org.jspecify.annotations.NullMarked;
