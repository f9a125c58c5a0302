/** Is this identity token real: keys of the issuers, signature, times, audience. */
@NullMarked
package dev.imprimatur.identity;

import org.jspecify.annotations.NullMarked;
