/** Trusted publishers as the ecosystems' own tools manage them, over HTTP. */
@NullMarked
package dev.imprimatur.web.trust;

import org.jspecify.annotations.NullMarked;
