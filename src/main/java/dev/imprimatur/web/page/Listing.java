package dev.imprimatur.web.page;

import dev.imprimatur.web.PageQuery;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as pages show it.
 *
 * @param items in the order of the list
 * @param next the address of the next page; null: this is the last
 * @param first whether it is the first page
 */
public record Listing<T>(List<T> items, @Nullable String next, boolean first) {

    /**
     * The page that was asked for.
     *
     * @param rows as many as {@link PageQuery#fetch()} said, or fewer where there are no more
     * @param key what the list is ordered by
     * @param view what an item looks like
     */
    public static <R, T> Listing<T> of(
            PageQuery query, List<R> rows, Function<R, Object> key, Function<R, T> view) {
        boolean more = rows.size() > query.limit();
        List<R> shown = more ? rows.subList(0, query.limit()) : rows;
        return new Listing<>(
                shown.stream().map(view).toList(),
                more ? here(query.behind(key.apply(shown.getLast()))) : null,
                query.after() == null);
    }

    /** Without the host: behind a proxy, or over loopback, that may be another one. */
    private static String here(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
