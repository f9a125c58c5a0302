package dev.imprimatur.audit;

import java.time.LocalDate;
import java.util.List;

/**
 * How busy a project was, day by day.
 *
 * @param days each of the last {@value #DAYS} days (UTC), today the last; one on which nothing
 *     happened is there, too
 * @param total of all of them
 */
public record Activity(List<Day> days, Counts total) {

    /** How many days are looked at. */
    public static final int DAYS = 90;

    /** One day. */
    public record Day(LocalDate date, Counts counts) {}

    /**
     * What was counted.
     *
     * @param exchanges identity tokens that were exchanged for an upload token
     * @param refusedExchanges proven identities that were refused one; the same identity token sent
     *     again is counted once
     * @param refusedUploads files that the index was told not to accept
     */
    public record Counts(long exchanges, long refusedExchanges, long refusedUploads) {

        /** Refusals of both kinds. */
        public long refusals() {
            return refusedExchanges + refusedUploads;
        }
    }
}
