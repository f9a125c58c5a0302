package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.publisher.Preview;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API says of a publisher that was only checked.
 *
 * @param project its project's name, of many; left out where the path names the one
 * @param notes what was read out of pasted input, a sentence each
 * @param warnings what the maintainer should know
 */
record DryRunView(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String project,
        String provider,
        Map<String, String> fields,
        boolean enabled,
        @Nullable Map<String, String> pins,
        String pinState,
        List<String> notes,
        List<String> warnings) {

    static DryRunView of(Preview preview) {
        return new DryRunView(
                preview.project(),
                preview.provider(),
                preview.fields(),
                preview.enabled(),
                preview.pins(),
                preview.pinState().wireName(),
                preview.notes(),
                preview.warnings());
    }
}
