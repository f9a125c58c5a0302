package dev.imprimatur.provider;

/**
 * What is wrong with one field that was filled in.
 *
 * @param field the field's name
 * @param code a stable word for programs
 * @param message a sentence for people; never what was submitted
 */
public record FieldError(String field, String code, String message) {}
