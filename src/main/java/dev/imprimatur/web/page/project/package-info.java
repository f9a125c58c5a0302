/** The list of projects, and the pages of each: what it has, what became of it, who may do what. */
@NullMarked
package dev.imprimatur.web.page.project;

import org.jspecify.annotations.NullMarked;
