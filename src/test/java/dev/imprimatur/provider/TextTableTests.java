package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every text field of every provider against texts that look alike. What should come of each is
 * said by the {@link Oracle}, out of nothing but how the field is compared.
 */
class TextTableTests {

    /** What a maintainer filled in, and what the identity token says. */
    private static final String[][] PAIRS = {
        // Case, and only that of ASCII.
        {"kiss-9", "kiss-9"},
        {"kiss-9", "KISS-9"},
        {"KISS-9", "kiss-9"},
        {"Kiss-9", "kISS-9"},
        {"kiss-9", "Kiss-9"},
        {"é", "É"},
        {"ß", "SS"},
        {"ss", "ß"},
        {"ǆ", "ǅ"},
        {"σ", "ς"},
        {"@[`{", "`{@["},
        {"_", "\u007f"},
        // Letters that fold to ASCII, or look like it.
        {"kiss-9", "\u212aiss-9"},
        {"KISS-9", "\u212aISS-9"},
        {"\u212aiss-9", "kiss-9"},
        {"kiss-9", "ki\u017fs-9"},
        {"KISS-9", "KI\u017fS-9"},
        {"kiss-9", "k\u0131ss-9"},
        {"KISS-9", "K\u0130SS-9"},
        {"kiss-9", "ki\u0307ss-9"},
        {"kiss-9", "\u043aiss-9"},
        {"kiss-9", "\uff4biss-9"},
        {"KISS-9", "\uff2bISS-9"},
        {"kiss-9", "kiss-\uff19"},
        {"kiss-9", "kiss-\u0669"},
        {"kiss-9", "kiss\u20109"},
        {"kiss-9", "kiss\u22129"},
        {"kiss-9", "\ud835\udc58iss-9"},
        {"ff", "\ufb00"},
        // One letter, written in two ways.
        {"caf\u00e9", "caf\u00e9"},
        {"caf\u00e9", "cafe\u0301"},
        {"cafe\u0301", "caf\u00e9"},
        {"\u212b", "\u00c5"},
        {"\uac00", "\u1100\u1161"},
        // What nobody sees.
        {"kiss-9", "ki\u200bss-9"},
        {"kiss-9", "ki\u200dss-9"},
        {"kiss-9", "ki\u00adss-9"},
        {"kiss-9", "\ufeffkiss-9"},
        {"kiss-9", "\u202ekiss-9"},
        {"kiss-9", "\u202e9-ssik\u202c"},
        {"kiss-9", "kiss-9\u200e"},
        {"kiss-9", "kiss-9\ufe0f"},
        {"kiss-9", "kiss-9\u2028"},
        // Around, before and behind.
        {"kiss-9", " kiss-9"},
        {"kiss-9", "kiss-9 "},
        {"kiss-9", "kiss-9\n"},
        {"kiss-9", "kiss-9\r\n"},
        {"kiss-9", "\tkiss-9"},
        {"kiss-9", "kiss-9\u00a0"},
        {"kiss-9", "kiss-9\u3000"},
        {"kiss-9", "kiss-9."},
        {"kiss-9", "kiss-9/"},
        {"kiss-9", "/kiss-9"},
        {"kiss-9", "kiss-"},
        {"kiss-9", "kiss-99"},
        {"kiss-9", "xkiss-9"},
        {"kiss-9", "kiss%2D9"},
        {"kiss-9", "kiss-9,x"},
        {"kiss-9", "x,kiss-9"},
        {"kiss-9", "x\nkiss-9"},
        {"kiss-9", "*"},
        {"kiss-9", "kiss-?"},
        {"kiss-9", ".*"},
        // What would mean something, were it made into a regular expression.
        {"kiss.9", "kissx9"},
        {"(kiss)+", "kiss"},
        {"kiss|9", "kiss"},
        {"^kiss$", "kiss"},
        {"\\E.*\\Q", "kiss"},
        // What is a pattern, where the field is one.
        {"ki*9", "kiss-9"},
        {"ki*9", "kiss/9"},
        {"ki**9", "kiss/9"},
        {"ki*9", "KISS-9"},
        {"v{version}", "v1.0"},
        {"v{version}", "v"},
        {"v{version}", "v1/0"},
        {"v{version}", "v{version}"},
        // What cannot be stored.
        {"kiss-9", "kiss-9\u0000"},
        {"kiss-9", "\u0000"},
        {"kiss-9", "kiss\u0000-9"},
        {"kiss-9", "kiss-9\ud800"},
        {"kiss-9", "\udc00kiss-9"},
        {"kiss-9", "\udc00\ud800"},
    };

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazards 21 and 25: every text field, as the oracle has it")
    void everyTextField(Sample sample) {
        for (FieldRule field : texts(sample)) {
            for (String[] pair : PAIRS) {
                String claim = pair[1] + (field.match() == Match.PATH_AT_REF ? "@refs/x" : "");

                assertThat(outcome(sample, field, pair[0], claim))
                        .as("%s: %s against %s", field.name(), pair[0], claim)
                        .isEqualTo(expected(sample, field, pair[0], claim));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName(
            "the look-up finds a publisher just where the fields that it looks by are the same")
    void theLookUpAgreesWithTheComparison(Sample sample) {
        for (FieldRule field : texts(sample)) {
            if (!sample.provider().lookup().contains(field.name())) {
                continue;
            }
            for (String[] pair : PAIRS) {
                if (sample.job(field.name(), pair[1]).read() instanceof Claims.Read(var claims)) {
                    Map<String, String> publisher =
                            Publishers.with(sample.publisher(), field.name(), pair[0]);

                    assertThat(
                                    sample.provider()
                                            .lookupKey(claims)
                                            .equals(
                                                    Optional.of(
                                                            sample.provider()
                                                                    .lookupKey(publisher))))
                            .as("%s: %s against %s", field.name(), pair[0], pair[1])
                            .isEqualTo(Oracle.fits(field.match(), pair[0], pair[1]));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazard 25: a very long text is refused, or is no match, and never cut to one")
    void veryLongTexts(Sample sample) {
        for (FieldRule field : texts(sample)) {
            String is = String.valueOf(sample.workload().get(field.name()));
            for (int more : List.of(100, 2048, 100_000)) {
                Job job = sample.job(field.name(), is + "a".repeat(more));
                Map<String, String> exactly = Publishers.with(sample.publisher(), field.name(), is);

                if (more < 1000) {
                    // A pattern of one text is that text, and a ref may be as long as it likes.
                    assertThat(Set.copyOf(job.mismatches(exactly)))
                            .as(field.name())
                            .isEqualTo(Set.of(field.name()));
                } else {
                    assertThat(job.read())
                            .as(field.name())
                            .isInstanceOfSatisfying(
                                    Claims.Unfit.class,
                                    unfit ->
                                            assertThat(unfit.reason())
                                                    .isEqualTo(
                                                            "is longer than any value that it can have"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazard 25: nothing that cannot be printed or stored is filled in")
    void whatIsFilledInIsPrintable(Sample sample) {
        List<String> unprintable =
                List.of("\u0000", "\n", "\u001b", "\u200b", "\u202e", "\ufeff", "\ud800", "\u2028");
        for (FieldRule field : sample.provider().fields()) {
            for (String character : unprintable) {
                Map<String, String> filledIn =
                        Publishers.with(
                                sample.publisher(), field.name(), field.example() + character);
                assertThat(sample.provider().validate(filledIn))
                        .as("%s with U+%04X", field.name(), (int) character.charAt(0))
                        .singleElement()
                        .satisfies(
                                error -> {
                                    assertThat(error.field()).isEqualTo(field.name());
                                    assertThat(error.code()).isIn("unprintable", "too-long");
                                    assertThat(error.message()).doesNotContain(character);
                                });
            }
            assertThat(
                            sample.provider()
                                    .validate(
                                            Publishers.with(
                                                    sample.publisher(),
                                                    field.name(),
                                                    "a".repeat(field.maxLength() + 1))))
                    .extracting(FieldError::code)
                    .containsExactly("too-long");
        }
    }

    @Test
    void theOracleKnowsEveryWayToCompare() {
        List<Match> seen = new ArrayList<>();
        Sample.all().forEach(s -> texts(s).forEach(field -> seen.add(field.match())));

        assertThat(Match.values())
                .filteredOn(match -> match != Match.NONE)
                .allMatch(seen::contains);
    }

    /** The fields whose claim is a text: an id has a table of its own. */
    private static List<FieldRule> texts(Sample sample) {
        return sample.compared().stream()
                .filter(
                        field ->
                                sample.provider()
                                        .claim(sample.signed(field.claim()))
                                        .filter(rule -> rule.type() != ClaimRule.Type.ID)
                                        .isPresent())
                .toList();
    }

    private static String outcome(Sample sample, FieldRule field, String expected, String seen) {
        Job job = sample.job(field.name(), seen);
        Map<String, String> publisher = Publishers.with(sample.publisher(), field.name(), expected);
        return switch (job.read()) {
            case Claims.Unfit(String claim, String reason) -> "unfit";
            case Claims.Read read -> Set.copyOf(job.mismatches(publisher)).toString();
        };
    }

    private static String expected(Sample sample, FieldRule field, String expected, String seen) {
        boolean separates =
                field.match() == Match.CONTAINS_ALL
                        && Sample.items(seen).stream()
                                .anyMatch(item -> !item.matches("[^\\s\\x0B]+"));
        return !Oracle.storable(seen) || separates
                ? "unfit"
                : Oracle.fits(field.match(), expected, seen)
                        ? allowedRefType(sample, field)
                        : Set.of(field.name()).toString();
    }

    /** A kind of ref that no rule knows is refused, even where a publisher asks for it. */
    private static String allowedRefType(Sample sample, FieldRule field) {
        return sample.provider().id().equals("semaphore") && field.name().equals("ref_type")
                ? Set.of("ref_type").toString()
                : Set.of().toString();
    }
}
