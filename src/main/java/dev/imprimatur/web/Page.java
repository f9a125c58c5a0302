package dev.imprimatur.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * One page of a list, as every list of the API is answered.
 *
 * @param items in the order of the list
 * @param next the cursor of the next page; absent on the last
 */
public record Page<T>(
        List<T> items, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

    /**
     * The answer with a page, and with a {@code Link} to the next (RFC 8288).
     *
     * @param query what was asked for
     * @param rows as many as {@link PageQuery#fetch()} said, or fewer where there are no more
     * @param key what the list is ordered by
     * @param view what an item looks like
     */
    public static <R, T> ResponseEntity<Page<T>> answer(
            PageQuery query, List<R> rows, Function<R, Object> key, Function<R, T> view) {
        boolean more = rows.size() > query.limit();
        List<R> shown = more ? rows.subList(0, query.limit()) : rows;
        List<T> items = shown.stream().map(view).toList();
        if (!more) {
            return ResponseEntity.ok(new Page<>(items, null));
        }
        String next = PageQuery.cursor(key.apply(shown.getLast()).toString());
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.LINK,
                        "<%s>; rel=\"next\"".formatted(query.behind(key.apply(shown.getLast()))))
                .body(new Page<>(items, next));
    }
}
