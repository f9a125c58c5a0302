package dev.imprimatur.bench;

/**
 * What is asked over and over, and how long its median may take.
 *
 * @param limit in milliseconds
 * @param readsAll whether there is no answer without all names of an index
 */
record Question(String what, int limit, Runnable ask, boolean readsAll) {

    Question(String what, int limit, Runnable ask) {
        this(what, limit, ask, false);
    }
}
