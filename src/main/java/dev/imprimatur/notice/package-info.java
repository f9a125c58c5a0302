/** Notices: mail and signed webhooks about what people should hear of, sent until they arrive. */
@NullMarked
package dev.imprimatur.notice;

import org.jspecify.annotations.NullMarked;
