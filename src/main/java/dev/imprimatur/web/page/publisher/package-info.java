/** The pages on which publishers are added, edited, switched and removed, and names are claimed. */
@NullMarked
package dev.imprimatur.web.page.publisher;

import org.jspecify.annotations.NullMarked;
