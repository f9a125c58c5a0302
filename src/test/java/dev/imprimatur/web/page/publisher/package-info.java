/** Tests of the pages about publishers: their forms and the workflow files beside them. */
@NullMarked
package dev.imprimatur.web.page.publisher;

import org.jspecify.annotations.NullMarked;
