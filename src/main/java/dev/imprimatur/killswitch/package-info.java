/** What stops publishing in a hurry: everything, one index or one provider, on all instances. */
@NullMarked
package dev.imprimatur.killswitch;

import org.jspecify.annotations.NullMarked;
