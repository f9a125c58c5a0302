package dev.imprimatur.database;

/** Where a started PostgreSQL is reached. */
public record Database(String jdbcUrl, String username, String password) {}
