/** The sample package index: asks Imprimatur about every upload, over HTTP, as any index would. */
@NullMarked
package dev.imprimatur.sandbox.index;

import org.jspecify.annotations.NullMarked;
