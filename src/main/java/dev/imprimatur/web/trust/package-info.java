/** Trusted publishers as the ecosystems' own tools manage them: npm, cargo's API, RubyGems' API. */
@NullMarked
package dev.imprimatur.web.trust;

import org.jspecify.annotations.NullMarked;
