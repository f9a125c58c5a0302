package dev.imprimatur.publisher;

import java.util.List;
import java.util.Map;

/** Whether an identity is trusted with anything in an index. */
public sealed interface Trust {

    /**
     * It is.
     *
     * @param publishers all publishers that it matches, at least one
     */
    record Trusted(List<TrustedPublisher> publishers) implements Trust {}

    /** It is not, for whatever reason. */
    sealed interface Not extends Trust {

        /** A sentence for the person whose job was refused. */
        String reason();

        /** The field or claim that failed; empty where none is to blame. */
        default String field() {
            return "";
        }

        /** The normalised names of the projects that it came near to. */
        List<String> projects();

        /** For the event alone. */
        default Map<String, ?> facts() {
            return Map.of();
        }
    }

    /**
     * No publisher matches.
     *
     * @param reason the nearest miss, a sentence for the person whose job was refused; holds text
     *     out of the identity token
     * @param field the field or claim that failed; empty where no publisher came near
     * @param projects the normalised names of the projects that it nearly matched
     * @param facts for the event alone: what the maintainer may know and the job may not
     */
    record Untrusted(String reason, String field, List<String> projects, Map<String, ?> facts)
            implements Not {}

    /**
     * It would be, with a project that an administrator blocked.
     *
     * @param reason a sentence for the person whose job was refused
     * @param projects the normalised name of that project
     */
    record Blocked(String reason, List<String> projects) implements Not {}

    /**
     * It would be, with a pending project whose name is somebody else's by now.
     *
     * @param reason a sentence for the person whose job was refused
     * @param projects the normalised name of that project
     * @param facts for the event alone
     */
    record NameLost(String reason, List<String> projects, Map<String, ?> facts) implements Not {}
}
