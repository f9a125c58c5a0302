/** Notices, delivered to a real SMTP server and a real HTTP receiver. */
@NullMarked
package dev.imprimatur.notice;

import org.jspecify.annotations.NullMarked;
