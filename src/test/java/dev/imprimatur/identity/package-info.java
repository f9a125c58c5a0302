/** What it takes to be a real identity token, and what issuers can do to us. */
@NullMarked
package dev.imprimatur.identity;

import org.jspecify.annotations.NullMarked;
