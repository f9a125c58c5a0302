package dev.imprimatur.web.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.TrustedOnly;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows projects as they are at this time. */
@Component
class ProjectViews {

    private final Clock clock;

    ProjectViews(Clock clock) {
        this.clock = clock;
    }

    /** A project as the API shows it; the end is there where one is coming. */
    record ProjectView(
            String index,
            String name,
            String normalizedName,
            @Nullable String blockedReason,
            boolean trustedOnly,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant trustedOnlyEnds,
            Instant createdAt,
            String state,
            @Nullable Instant pendingUntil,
            @Nullable String claimedBy) {

        /**
         * The entity tag, made of all that is shown: a project changes with an upload or with time,
         * too, and another one may have the name by now.
         */
        String tag() {
            return "\"%s\""
                    .formatted(
                            HexFormat.of()
                                    .formatHex(Secret.sha256(toString().getBytes(UTF_8)), 0, 16));
        }
    }

    ProjectView of(RegisteredProject project) {
        Optional<TrustedOnly> wish =
                Optional.ofNullable(project.trustedOnly())
                        .filter(there -> there.holds(clock.instant()));
        return new ProjectView(
                project.indexId(),
                project.name().display(),
                project.name().normalized(),
                project.blockedReason(),
                wish.isPresent(),
                wish.map(TrustedOnly::ends).orElse(null),
                project.createdAt(),
                project.isPending() ? "pending" : "active",
                project.pending() == null ? null : project.pending().until(),
                project.pending() == null ? null : project.pending().by());
    }
}
