/** What tests of other rooms need of the audit log. */
@NullMarked
package dev.imprimatur.audit;

import org.jspecify.annotations.NullMarked;
