/** The pages: what people see of the registry in a browser, with and without scripts. */
@NullMarked
package dev.imprimatur.web.page;

import org.jspecify.annotations.NullMarked;
