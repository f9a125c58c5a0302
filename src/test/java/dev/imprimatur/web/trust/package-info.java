/** What the ecosystems' own tools manage. */
@NullMarked
package dev.imprimatur.web.trust;

import org.jspecify.annotations.NullMarked;
