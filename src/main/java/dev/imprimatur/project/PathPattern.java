package dev.imprimatur.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.util.UriUtils;

/**
 * Where the name of a project stands in the path of an upload: a path with {@code {project}} as one
 * segment, {@code *} for any other segment, and {@code **} at the end for any rest.
 */
public final class PathPattern {

    private static final String PROJECT = "{project}";

    /** A slash in any of the spellings that servers take for one. */
    private static final String SLASH = "(?i)/|\\\\|%(?:25)*2f|%(?:25)*5c";

    /** One dot or two as a segment, which some servers see before a semicolon, too. */
    private static final Pattern DOTS =
            Pattern.compile("(?i)(?:\\.|%(?:25)*2e){1,2}(?:(?:;|%(?:25)*3b).*)?");

    private final String[] segments;

    private PathPattern(String[] segments) {
        this.segments = segments;
    }

    /** Reads a pattern; empty where it does not say where the project is. */
    static Optional<PathPattern> of(String pattern) {
        String[] segments = pattern.split("/", -1);
        int projects = 0;
        for (int i = 0; i < segments.length; i++) {
            projects += segments[i].equals(PROJECT) ? 1 : 0;
            if (segments[i].equals("**") && i != segments.length - 1) {
                return Optional.empty();
            }
        }
        return pattern.startsWith("/") && projects == 1
                ? Optional.of(new PathPattern(segments))
                : Optional.empty();
    }

    /**
     * The project in a path, not yet checked to be a name; empty where the path does not fit.
     *
     * <p>Intent: the server behind the proxy may read a path in other ways than we do, so a path
     * that can be read in two ways (dots, an empty segment or an encoded slash before or beside the
     * project, a fragment, which some servers cut off and some take for a name) fits nothing.
     *
     * @param rawPath as it was sent, percent-encoded
     */
    public Optional<String> project(String rawPath) {
        String[] parts = rawPath.split("/", -1);
        boolean open = segments[segments.length - 1].equals("**");
        int fixed = open ? segments.length - 1 : segments.length;
        if (leadsElsewhere(rawPath) || (open ? parts.length < fixed : parts.length != fixed)) {
            return Optional.empty();
        }
        String project = null;
        for (int i = 0; i < fixed; i++) {
            Optional<String> part = decode(parts[i]);
            if (part.isEmpty() || !fits(segments[i], part.get())) {
                return Optional.empty();
            }
            project = segments[i].equals(PROJECT) ? part.get() : project;
        }
        return Optional.ofNullable(project);
    }

    private static boolean fits(String segment, String part) {
        return switch (segment) {
            case PROJECT -> !part.isEmpty();
            case "*" -> !part.isEmpty() && part.indexOf('/') < 0 && part.indexOf('\\') < 0;
            default -> segment.equals(part);
        };
    }

    private static Optional<String> decode(String part) {
        try {
            return Optional.of(UriUtils.decode(part, UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a server behind us may take the path for another one. Intent: the project that we
     * allow is the project that is written to, however often that server decodes and however it
     * resolves dots.
     */
    private static boolean leadsElsewhere(String path) {
        return path.indexOf('#') >= 0
                || Stream.of(path.split(SLASH, -1)).anyMatch(part -> DOTS.matcher(part).matches());
    }
}
