package dev.imprimatur.web.limit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller's method that works for strangers, such as an exchange of identity tokens: it
 * is refused before it reads the body, if too many requests came from the client's address.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LimitedPerAddress {}
