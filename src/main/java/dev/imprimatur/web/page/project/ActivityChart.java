package dev.imprimatur.web.page.project;

import dev.imprimatur.audit.Activity;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws how busy a project was: a bar for each day, refusals on top of exchanges.
 *
 * @param activity what is drawn
 * @param bars of the days on which something happened
 * @param lines across, from zero to the top
 * @param dates below, some of them
 * @param table the same in words, the newest day first
 */
public record ActivityChart(
        Activity activity, List<Bar> bars, List<Line> lines, List<Label> dates, List<Row> table) {

    /** How wide and how high it is drawn; browsers fit it to the page. */
    public static final int WIDTH = 780;

    public static final int HEIGHT = 210;

    private static final int LEFT = 50;
    private static final int TOP = 12;
    private static final int FLOOR = 176;
    private static final int STEP = 8;
    private static final int DAYS_BETWEEN_DATES = 20;

    /** A day: where its bar stands, and how high its two parts are. */
    public record Bar(
            int x,
            int exchangesY,
            int exchangesHeight,
            int refusalsY,
            int refusalsHeight,
            Row row) {}

    /** A line across with what it stands for. */
    public record Line(int y, long count) {}

    /** A date below the bar of its day. */
    public record Label(int x, String text) {}

    /** A day in words. */
    public record Row(String date, Activity.Counts counts) {}

    static ActivityChart of(Activity activity, Locale language) {
        DateTimeFormatter date = DateTimeFormatter.ofLocalizedPattern("yMMMd").withLocale(language);
        DateTimeFormatter shortDate =
                DateTimeFormatter.ofLocalizedPattern("MMMd").withLocale(language);
        long top = top(activity);
        List<Bar> bars = new ArrayList<>();
        List<Label> dates = new ArrayList<>();
        for (int day = 0; day < activity.days().size(); day++) {
            Activity.Day of = activity.days().get(day);
            int x = LEFT + day * STEP;
            if (day % DAYS_BETWEEN_DATES == 0) {
                dates.add(new Label(x, shortDate.format(of.date())));
            }
            Activity.Counts counts = of.counts();
            if (counts.exchanges() + counts.refusals() > 0) {
                bars.add(bar(x, counts, top, new Row(date.format(of.date()), counts)));
            }
        }
        List<Line> lines =
                top == 1
                        ? List.of(new Line(y(0, top), 0), new Line(y(1, top), 1))
                        : List.of(
                                new Line(y(0, top), 0),
                                new Line(y(top / 2, top), top / 2),
                                new Line(y(top, top), top));
        return new ActivityChart(
                activity, bars, lines, dates, bars.stream().map(Bar::row).toList().reversed());
    }

    /** Whether anything happened at all. */
    public boolean isAny() {
        return !bars.isEmpty();
    }

    private static Bar bar(int x, Activity.Counts counts, long top, Row row) {
        int exchanges = height(counts.exchanges(), top);
        int refusals = height(counts.refusals(), top);
        return new Bar(
                x, FLOOR - exchanges, exchanges, FLOOR - exchanges - refusals, refusals, row);
    }

    /** What is there at all is seen. */
    private static int height(long count, long top) {
        return count == 0 ? 0 : Math.max(2, FLOOR - y(count, top));
    }

    private static int y(long count, long top) {
        return FLOOR - (int) Math.round((double) count / top * (FLOOR - TOP));
    }

    /**
     * The busiest day, rounded up to 1, 2, 4 or 10 with noughts: its half is a round number, too.
     */
    private static long top(Activity activity) {
        long most =
                activity.days().stream()
                        .mapToLong(day -> day.counts().exchanges() + day.counts().refusals())
                        .max()
                        .orElse(0);
        for (long unit = 1; ; unit *= 10) {
            for (long step : new long[] {1, 2, 4}) {
                if (step * unit >= most) {
                    return step * unit;
                }
            }
        }
    }
}
