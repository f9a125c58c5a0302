package dev.imprimatur.web.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** In what form the audit log is asked for; anything else that is accepted gets a page. */
enum EventFormat {
    /** A page of JSON. */
    PAGE,
    /** All of them, one JSON document a line. */
    LINES,
    /** Those that happen from now on, as Server-Sent Events. */
    STREAM;

    private static final List<MediaType> LINE_TYPES =
            List.of(
                    MediaType.parseMediaType("application/x-ndjson"),
                    MediaType.parseMediaType("application/jsonl"));

    static EventFormat of(@Nullable String accept) {
        try {
            List<MediaType> accepted = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(accepted);
            return accepted.stream()
                    .filter(MediaType::isConcrete)
                    .findFirst()
                    .map(EventFormat::of)
                    .orElse(PAGE);
        } catch (InvalidMediaTypeException e) {
            return PAGE;
        }
    }

    private static EventFormat of(MediaType type) {
        if (type.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM)) {
            return STREAM;
        }
        return LINE_TYPES.stream().anyMatch(type::equalsTypeAndSubtype) ? LINES : PAGE;
    }
}
