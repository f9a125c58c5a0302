package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * Draws how long things took over time, with what else happened behind it, as SVG. The colours are
 * of middle brightness, and there is no background: it can be read on white and on black.
 */
final class Graph {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 420;
    private static final int LEFT = 62;
    private static final int RIGHT = 12;
    private static final int TOP = 62;
    private static final int BOTTOM = 48;

    private static final String TEXT = "#7d828c";
    private static final String GRID = "#8b909a";
    private static final String SHADE = "#e0723a";
    private static final String LINE = "#2f81f7";

    private final String title;
    private final List<Band> phases = new ArrayList<>();
    private final List<Band> sections = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    Graph(String title) {
        this.title = title;
    }

    private record Band(double from, double to, String label) {}

    private record Point(double at, double millis) {}

    /** Something that happened from one second to another. */
    Graph phase(double from, double to, String label) {
        phases.add(new Band(from, to, label));
        return this;
    }

    /** What the phases between these seconds have in common. */
    Graph section(double from, double to, String label) {
        sections.add(new Band(from, to, label));
        return this;
    }

    /** How many milliseconds something took in one second. */
    Graph point(double at, double millis) {
        points.add(new Point(at, millis));
        return this;
    }

    void write(Path file) {
        try {
            Files.writeString(file, svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String svg() {
        Formatter svg = new Formatter(Locale.ROOT);
        svg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"13\" fill=\"%s\">",
                WIDTH, HEIGHT, TEXT);
        svg.format("<title>%s</title>", escaped(title));
        svg.format("<text x=\"%d\" y=\"20\" font-size=\"16\">%s</text>", LEFT, escaped(title));
        for (Band section : sections) {
            drawSection(svg, section);
        }
        for (Band phase : phases) {
            drawPhase(svg, phase);
        }
        drawLevels(svg);
        drawSeconds(svg);
        drawLine(svg);
        return svg.format("</svg>%n").toString();
    }

    private void drawSection(Formatter svg, Band section) {
        double from = x(section.from());
        double to = x(section.to());
        svg.format(
                "<path d=\"M%.1f,%d v-5 H%.1f v5\" fill=\"none\" stroke=\"%s\"/>",
                from, TOP - 4, to, GRID);
        svg.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (from + to) / 2, TOP - 15, escaped(section.label()));
    }

    private void drawPhase(Formatter svg, Band phase) {
        double from = x(phase.from());
        double to = x(phase.to());
        svg.format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
                        + " fill-opacity=\"0.22\"/>",
                from, TOP, to - from, HEIGHT - TOP - BOTTOM, SHADE);
        // Downwards: a phase is narrower than its name.
        svg.format(
                "<text transform=\"translate(%.1f,%d) rotate(90)\" dominant-baseline=\"central\">"
                        + "%s</text>",
                (from + to) / 2, TOP + 8, escaped(phase.label()));
    }

    private void drawLevels(Formatter svg) {
        for (double decade = low(); decade <= high(); decade *= 10) {
            for (int step : new int[] {1, 2, 5}) {
                double level = decade * step;
                if (level <= high() * 1.001) {
                    svg.format(
                            "<path d=\"M%d,%.1f H%d\" stroke=\"%s\" stroke-opacity=\"0.35\"/>",
                            LEFT, y(level), WIDTH - RIGHT, GRID);
                    svg.format(
                            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                            LEFT - 7,
                            y(level) + 4,
                            level < 1 ? "%.1f".formatted(level) : "%.0f".formatted(level));
                }
            }
        }
        svg.format(
                "<text transform=\"translate(16,%d) rotate(-90)\" text-anchor=\"middle\">"
                        + "milliseconds</text>",
                (TOP + HEIGHT - BOTTOM) / 2);
    }

    private void drawSeconds(Formatter svg) {
        int step = end() > 40 ? 10 : 5;
        for (int second = 0; second <= end(); second += step) {
            svg.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    x(second), HEIGHT - BOTTOM + 18, second);
        }
        svg.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">seconds</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8);
    }

    private void drawLine(Formatter svg) {
        StringBuilder path = new StringBuilder();
        double before = Double.NEGATIVE_INFINITY;
        for (Point point : points) {
            // Nothing was measured in between: no line says that there was.
            String how = point.at() - before > 1.5 ? "M" : "L";
            path.append(
                    String.format(
                            Locale.ROOT, "%s%.1f,%.1f ", how, x(point.at()), y(point.millis())));
            before = point.at();
        }
        svg.format(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
                        + " stroke-linejoin=\"round\"/>",
                path.toString().strip(), LINE);
    }

    private double x(double second) {
        return LEFT + second / end() * (WIDTH - LEFT - RIGHT);
    }

    private double y(double millis) {
        double above = Math.log10(Math.max(millis, low()) / low()) / Math.log10(high() / low());
        return HEIGHT - BOTTOM - above * (HEIGHT - TOP - BOTTOM);
    }

    private double end() {
        double lastPhase = phases.stream().mapToDouble(Band::to).max().orElse(0);
        return Math.max(lastPhase, points.stream().mapToDouble(Point::at).max().orElse(1));
    }

    /** The power of ten below the least. */
    private double low() {
        double least = points.stream().mapToDouble(Point::millis).min().orElse(1);
        return Math.pow(10, Math.floor(Math.log10(Math.max(least, 0.1))));
    }

    /** A level that is labelled, at or above the greatest. */
    private double high() {
        double most = points.stream().mapToDouble(Point::millis).max().orElse(10);
        double level = 10 * low();
        for (int i = 0; level < most; i++) {
            level *= i % 3 == 1 ? 2.5 : 2;
        }
        return level;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
