package dev.imprimatur.bench.load;

/** A question that the benchmark answers, with what it needs to ask it. */
interface Part {

    /** What it is asked for by. */
    String name();

    void measure(Bench bench, Report report);
}
