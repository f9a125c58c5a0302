package dev.imprimatur.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A combination of claims under which no publisher matches, whatever its fields are.
 *
 * @param claim the claim that is looked at; where it is absent the rule says nothing
 * @param values the values that are refused; empty where one of the next two is set
 * @param otherThan the only values that are not refused; empty where they are not listed
 * @param differsFrom the claim that {@code claim} must equal; null where values are listed
 * @param unlessListedIn the field of a publisher in which a value may be allowed on purpose
 * @param reason why, one sentence for the person whose job was refused
 * @param cure what that person does, one sentence; empty: said in general
 */
public record RefusalRule(
        String claim,
        List<String> values,
        List<String> otherThan,
        @Nullable String differsFrom,
        @Nullable String unlessListedIn,
        String reason,
        String cure) {

    Optional<Mismatch> check(Map<String, String> fields, Claims claims) {
        String seen = claims.value(claim);
        if (seen == null || !refuses(seen, claims) || allows(fields, seen)) {
            return Optional.empty();
        }
        return Optional.of(
                new Mismatch(
                        unlessListedIn == null ? Advice.REFUSED : Advice.REFUSED_UNLESS_LISTED,
                        claim,
                        claim,
                        null,
                        seen,
                        Map.of(
                                "reason",
                                reason,
                                "job",
                                job(seen),
                                "suggestion",
                                unlessListedIn == null ? "" : unlessListedIn)));
    }

    private String job(String seen) {
        if (!cure.isEmpty()) {
            return cure;
        }
        return differsFrom == null
                ? "Start the job in another way than one with %s %s"
                        .formatted(claim, Advice.quoted(seen))
                : "Run the job where %s and %s are the same".formatted(claim, differsFrom);
    }

    /**
     * Intent: what is refused is refused in any case and between any blanks, while what is allowed
     * must be the same text. Whoever writes the value differently than the definition expects gets
     * a refusal, not a way around it.
     */
    private boolean refuses(String seen, Claims claims) {
        String plain = Match.lower(seen.strip());
        return values.stream().anyMatch(value -> Match.lower(value).equals(plain))
                || !otherThan.isEmpty() && !otherThan.contains(seen)
                || differsFrom != null && !seen.equals(claims.value(differsFrom));
    }

    private boolean allows(Map<String, String> fields, String seen) {
        String allowed = unlessListedIn == null ? null : fields.get(unlessListedIn);
        return allowed != null && Match.items(allowed).contains(seen);
    }
}
