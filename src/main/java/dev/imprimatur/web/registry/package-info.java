/** The management API: providers, projects, publishers, events and API tokens over REST. */
@NullMarked
package dev.imprimatur.web.registry;

import org.jspecify.annotations.NullMarked;
