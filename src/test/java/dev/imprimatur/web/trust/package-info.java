/** Tests of trusted publishers as the ecosystems' own tools manage them. */
@NullMarked
package dev.imprimatur.web.trust;

import org.jspecify.annotations.NullMarked;
