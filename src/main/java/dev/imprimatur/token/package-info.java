/** What we mint: upload tokens, the record against replay, the decision about an upload. */
@NullMarked
package dev.imprimatur.token;

import org.jspecify.annotations.NullMarked;
