package dev.imprimatur.web;

import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.web.Problem.InvalidField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a new API token shall be like, and says of each part what is wrong with it. */
public final class ApiTokenForm {

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
    private static final int MOST_GLOBS = 50;

    private final Indexes indexes;
    private final List<InvalidField> errors = new ArrayList<>();

    ApiTokenForm(Indexes indexes) {
        this.indexes = indexes;
    }

    /**
     * The body of a request.
     *
     * @param scopes the highest of them counts; only looking where none is named
     * @param projects to which the token is limited; left out: it is not
     * @param operator whether it is the operator's and nobody's own
     */
    public record Wish(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @Nullable List<@Nullable Glob> projects,
            @Nullable Instant expiresAt,
            @Nullable Boolean operator) {}

    /**
     * What a token may be limited to.
     *
     * @param index the id of a package index
     * @param names a pattern over its names
     */
    public record Glob(@Nullable String index, @Nullable String names) {}

    /** What reading comes to. */
    sealed interface Reading {}

    /** Each part is well formed. */
    record Complete(String name, Scope scope, @Nullable List<ProjectGlob> projects)
            implements Reading {}

    /** Some part is not. */
    record Invalid(List<InvalidField> errors) implements Reading {}

    Reading read(Wish wish) {
        String name = wish.name() == null ? "" : wish.name();
        if (!name.matches(NAME)) {
            wrong(
                    "name",
                    "A name has 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen, the"
                            + " first a letter or a digit");
        }
        Scope scope = scope(wish.scopes());
        List<ProjectGlob> projects = wish.projects() == null ? null : globs(wish.projects());
        return errors.isEmpty() ? new Complete(name, scope, projects) : new Invalid(errors);
    }

    private Scope scope(@Nullable List<@Nullable String> scopes) {
        List<Scope> known = new ArrayList<>();
        for (String text : scopes == null ? List.of("read") : scopes) {
            Scope.of(text == null ? "" : text).ifPresent(known::add);
        }
        if (known.isEmpty() || (scopes != null && known.size() < scopes.size())) {
            wrong("scopes", "Scopes are one or more of read, publishers:write and admin");
        }
        return known.stream().max(Comparator.naturalOrder()).orElse(Scope.READ);
    }

    private List<ProjectGlob> globs(List<@Nullable Glob> wanted) {
        List<ProjectGlob> globs = new ArrayList<>();
        if (wanted.isEmpty() || wanted.size() > MOST_GLOBS) {
            wrong("projects", "Name 1 to %d patterns, or leave projects out".formatted(MOST_GLOBS));
            return globs;
        }
        for (int i = 0; i < wanted.size(); i++) {
            Optional<ProjectGlob> glob = glob(wanted.get(i));
            if (glob.isEmpty()) {
                wrong(
                        "projects[%d]".formatted(i),
                        "Each has index, the id of a package index, and names, a pattern over its"
                                + " names such as acme-*, with at most 5 stars");
            }
            glob.ifPresent(globs::add);
        }
        return globs;
    }

    private Optional<ProjectGlob> glob(@Nullable Glob wanted) {
        String id = wanted == null ? null : wanted.index();
        String names = wanted == null ? null : wanted.names();
        if (id == null || names == null) {
            return Optional.empty();
        }
        return indexes.ofId(id)
                .flatMap(index -> index.namePattern(names))
                .map(pattern -> new ProjectGlob(id, pattern.text()));
    }

    private void wrong(String field, String sentence) {
        errors.add(new InvalidField(field, "invalid", sentence));
    }
}
