package dev.imprimatur.project;

import dev.imprimatur.StorableText;
import dev.imprimatur.account.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The projects of all indexes in one list, for people: those that they look after first, in which
 * they find what they came for.
 *
 * <p>A page is at most three statements, whatever it shows. What it shows is what {@link Access}
 * lets them see.
 */
@Service
public class ProjectList {

    private final Indexes indexes;
    private final ProjectListWalks walks;
    private final ProjectListRows rows;
    private final Access access;

    ProjectList(Indexes indexes, ProjectListWalks walks, ProjectListRows rows, Access access) {
        this.indexes = indexes;
        this.walks = walks;
        this.rows = rows;
        this.access = access;
    }

    /**
     * Which of them are wanted.
     *
     * @param index of this package index; null: of all
     * @param search what their names hold somewhere, in any spelling and case, each character
     *     standing for itself; empty: anything. Whoever asks has capped its length
     */
    public record Wanted(@Nullable PackageIndex index, String search) {

        /** All that there are. */
        public static final Wanted ALL = new Wanted(null, "");
    }

    /**
     * A place in the list.
     *
     * @param theirs whether it is among those of whoever asks, which come first
     * @param normalizedName the name
     * @param id the project
     */
    public record Place(boolean theirs, String normalizedName, long id) {

        private static final int LONGEST = 300;

        /** As one text, for a cursor; {@link #of} reads it. */
        public String text() {
            return "%s:%d:%s".formatted(theirs ? "theirs" : "others", id, normalizedName);
        }

        /** Reads a text that anybody may have made up; empty where it is no place. */
        public static Optional<Place> of(String text) {
            String[] parts = text.split(":", 3);
            boolean plausible =
                    parts.length == 3
                            && text.length() <= LONGEST
                            && StorableText.is(text)
                            && (parts[0].equals("theirs") || parts[0].equals("others"))
                            && parts[1].matches("[0-9]{1,18}");
            return plausible
                    ? Optional.of(
                            new Place(
                                    parts[0].equals("theirs"), parts[2], Long.parseLong(parts[1])))
                    : Optional.empty();
        }
    }

    /**
     * The projects that a caller may see: theirs, then those of others, each by their normalised
     * names. Only administrators see others'; the operator's credentials are nobody's own, so to
     * them all are.
     *
     * @param after only those behind this one; null: from the first on
     * @param limit at most so many; fewer are the end of the list
     */
    // One view of the rows for all statements: a project that is removed between them would leave a
    // gap, which looks like the end.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<ListedProject> page(
            Caller caller, Wanted wanted, @Nullable Place after, int limit) {
        String search = wanted.search().strip();
        List<ProjectListWalks.Walk> through =
                StorableText.is(search) ? through(caller, wanted.index(), search) : List.of();
        if (through.isEmpty()) {
            return List.of();
        }
        List<Long> ids = new ArrayList<>();
        if (caller.account() != null && (after == null || after.theirs())) {
            ids.addAll(walks.theirs(through, caller.account(), after, limit));
        }
        if (caller.administrator() && ids.size() < limit) {
            Place behind = after == null || after.theirs() ? null : after;
            ids.addAll(walks.others(through, caller.account(), behind, limit - ids.size()));
        }
        return ids.isEmpty() ? List.of() : rows.of(ids, caller);
    }

    private List<ProjectListWalks.Walk> through(
            Caller caller, @Nullable PackageIndex only, String search) {
        Collection<PackageIndex> all = only == null ? indexes.all() : List.of(only);
        return all.stream()
                .flatMap(
                        index ->
                                access.reach(caller, index).stream()
                                        .map(
                                                pattern ->
                                                        ProjectListWalks.Walk.of(
                                                                index, pattern, search)))
                .toList();
    }
}
