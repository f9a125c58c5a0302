package dev.imprimatur.project;

import java.util.Optional;

/**
 * Where the name of a project stands in the path of an upload: a path with {@code {project}} as one
 * segment, {@code *} for any other segment, and {@code **} at the end for any rest.
 */
public final class PathPattern {

    private static final String PROJECT = "{project}";

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

    /** The project in a path, not yet checked to be a name; empty where the path does not fit. */
    public Optional<String> project(String path) {
        String[] parts = path.split("/", -1);
        boolean open = segments[segments.length - 1].equals("**");
        int fixed = open ? segments.length - 1 : segments.length;
        if (open ? parts.length < fixed : parts.length != fixed) {
            return Optional.empty();
        }
        String project = null;
        for (int i = 0; i < fixed; i++) {
            if (segments[i].equals(PROJECT)) {
                project = parts[i];
            } else if (!segments[i].equals("*") && !segments[i].equals(parts[i])) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(project);
    }
}
