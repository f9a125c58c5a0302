/** The list of projects and the pages of each, in a browser. */
@NullMarked
package dev.imprimatur.web.page.project;

import org.jspecify.annotations.NullMarked;
