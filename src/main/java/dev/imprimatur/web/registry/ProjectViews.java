package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.TrustedOnly;
import java.time.Clock;
import java.time.Instant;
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
            Instant createdAt) {}

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
                project.createdAt());
    }
}
