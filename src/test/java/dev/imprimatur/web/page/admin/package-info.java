/** The pages of the administration, as browsers see them. */
@NullMarked
package dev.imprimatur.web.page.admin;

import org.jspecify.annotations.NullMarked;
