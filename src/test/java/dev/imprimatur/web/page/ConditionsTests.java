package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the templates ask is not whether a text reads like a no: to them "no", "off" and "false" are
 * false, and a reason, an environment or a branch may be called so.
 */
class ConditionsTests {

    private static final Path PAGES = Path.of("src/main/resources/pages");

    /** A value by itself as the condition: of an element, or in front of a question mark. */
    private static final Pattern BARE =
            Pattern.compile(
                    "th:(?:if|unless)=\"\\$\\{([\\w.\\[\\]'()]+)}\""
                            + "|\\$\\{([\\w.\\[\\]'()]+)} \\?(?!:)");

    /** What is true or false and nothing else. */
    private static final Set<String> FLAGS =
            Set.of(
                    "activity.any",
                    "at.last",
                    "attempt.claims.isEmpty()",
                    "attempt.isAboutPublishers()",
                    "attempt.wouldBeAccepted()",
                    "card.anyEnvironment",
                    "card.known",
                    "card.shown.publisher.enabled",
                    "configured",
                    "done.publisher",
                    "done.upload",
                    "everybody",
                    "explanation.match",
                    "explanation.proven",
                    "field.cured",
                    "field.required",
                    "filtered",
                    "filters.narrow()",
                    "form.readsAddresses",
                    "form.withoutEnvironment",
                    "frame.administrator",
                    "frame.forms",
                    "holders",
                    "index.enabled",
                    "index.isDefault",
                    "index.off",
                    "itself",
                    "line.always",
                    "list.first",
                    "mayChange",
                    "mayChoose",
                    "mayMake",
                    "noIndex",
                    "noName",
                    "pending",
                    "prefixes.first",
                    "project.mayPublish",
                    "project.owned",
                    "project.project.pending",
                    "provider.definition.shared",
                    "provider.off",
                    "providers.isEmpty()",
                    "publisher.enabled",
                    "publisher.match",
                    "row.over",
                    "row.themselves",
                    "shutOut",
                    "signedOut",
                    "stale",
                    "ticked",
                    "token.singleUse",
                    "trustedOnly",
                    "turn",
                    "wanted.isEmpty()",
                    "workflow.action",
                    "workflow.runner",
                    "wrong",
                    "wrongId",
                    "wrongReason");

    @Test
    void onlyFlagsAreConditionsByThemselves() throws IOException {
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path page : files.filter(Files::isRegularFile).sorted().toList()) {
                Matcher bare = BARE.matcher(Files.readString(page, UTF_8));
                while (bare.find()) {
                    String value = bare.group(1) == null ? bare.group(2) : bare.group(1);
                    if (!FLAGS.contains(value)) {
                        others.add(PAGES.relativize(page) + ": " + value);
                    }
                }
            }
        }

        assertThat(others).isEmpty();
    }
}
