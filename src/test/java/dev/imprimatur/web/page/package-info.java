/** The pages, as browsers with and without scripts see them. */
@NullMarked
package dev.imprimatur.web.page;

import org.jspecify.annotations.NullMarked;
