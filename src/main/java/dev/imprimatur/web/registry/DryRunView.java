package dev.imprimatur.web.registry;

import dev.imprimatur.publisher.Publishers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What adding a publisher would come to.
 *
 * @param notes what was read out of pasted input, a sentence each
 * @param warnings what the maintainer should know
 */
record DryRunView(
        String provider,
        Map<String, String> fields,
        @Nullable Map<String, String> pins,
        String pinState,
        List<String> notes,
        List<String> warnings) {

    static DryRunView of(Publishers.Acceptable acceptable) {
        return new DryRunView(
                acceptable.provider(),
                acceptable.fields(),
                acceptable.pins(),
                acceptable.pinState().wireName(),
                acceptable.notes(),
                acceptable.warnings());
    }
}
