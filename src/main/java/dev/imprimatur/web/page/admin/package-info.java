/** The pages of the administration: how the service stands, and what only administrators see. */
@NullMarked
package dev.imprimatur.web.page.admin;

import org.jspecify.annotations.NullMarked;
