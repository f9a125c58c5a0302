package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every provider before the tables about refusals say anything. */
class SampleTests {

    static List<Sample> samples() {
        return Sample.all();
    }

    @Test
    void everyShippedProviderHasASample() {
        assertThat(Sample.all())
                .extracting(sample -> sample.provider().id())
                .containsExactlyInAnyOrder(
                        "github",
                        "gitlab",
                        "codeberg",
                        "made",
                        "google",
                        "activestate",
                        "circleci",
                        "buildkite",
                        "bitbucket",
                        "semaphore",
                        "jenkins");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aGoodIdentityTokenMatchesTheLeastPublisherAndTheFullestOne(Sample sample) {
        ProviderDefinition provider = sample.provider();
        Job job = sample.job();

        assertThat(sample.publisher().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        sample.compared().stream().map(FieldRule::name).toList());
        assertThat(provider.validate(sample.publisher())).isEmpty();
        assertThat(provider.validate(sample.least())).isEmpty();
        assertThat(job.mismatches(sample.publisher())).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(sample.least()));
        assertThat(provider.pinsOf(job.claims()).keySet()).hasSameElementsAs(provider.pins());
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("another value in one field is a mismatch of that field and of nothing else")
    void anotherWorkloadLacksOneThing(Sample sample) {
        for (FieldRule field : sample.compared()) {
            String is = String.valueOf(sample.workload().get(field.name()));
            String other = is.matches("[0-9]+") ? "77" : is.replaceAll("(^|,)", "$1zz");

            // By name: a rule of refusal may look at the same claim.
            assertThat(Set.copyOf(sample.job(field.name(), other).mismatches(sample.publisher())))
                    .as(field.name())
                    .isEqualTo(Set.of(field.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("a shared issuer without a field that says whose workload it is does not start")
    void aSharedIssuerNeedsTenancy(Sample sample) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new DefinitionCheck(sharedWithoutTenancy(sample)).check())
                .withMessageContaining("tenancy: true");
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("a publisher without its tenancy field cannot be saved, however it is left out")
    void aPublisherNeedsItsTenancy(Sample sample) {
        List<FieldRule> tenancy =
                sample.provider().fields().stream().filter(FieldRule::tenancy).toList();

        assertThat(tenancy).isNotEmpty();
        for (FieldRule field : tenancy) {
            Map<String, String> without = new HashMap<>(sample.publisher());
            without.remove(field.name());
            List<FieldError> missing =
                    List.of(
                            new FieldError(
                                    field.name(), "required", field.label() + " is missing"));
            assertThat(sample.provider().validate(without)).isEqualTo(missing);
            without.put(field.name(), "");
            assertThat(sample.provider().validate(without)).isEqualTo(missing);
            for (String blank : List.of(" ", "\t", "\u3000", "\u200b", "*", "**")) {
                without.put(field.name(), blank);
                assertThat(sample.job().mismatches(without)).contains(field.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsShownOfAnUploadIsInItsRecordedClaims(Sample sample) {
        ProviderDefinition provider = sample.provider();

        assertThat(provider.shown()).containsKey(ProviderDefinition.Shown.REPOSITORY);
        assertThat(provider.show(ProviderDefinition.Shown.REPOSITORY, sample.job().recorded()))
                .hasValueSatisfying(text -> assertThat(text).isNotBlank());
        assertThat(provider.show(ProviderDefinition.Shown.REPOSITORY, Map.of())).isEmpty();
    }

    private static ProviderDefinition sharedWithoutTenancy(Sample sample) {
        ProviderDefinition of = sample.provider();
        List<FieldRule> fields =
                of.fields().stream()
                        .map(
                                field ->
                                        new FieldRule(
                                                field.name(),
                                                field.label(),
                                                field.help(),
                                                field.claim(),
                                                field.match(),
                                                field.required(),
                                                false,
                                                field.pattern(),
                                                field.example(),
                                                field.maxLength(),
                                                field.emptyMeansEqual(),
                                                field.cure(),
                                                field.paste()))
                        .toList();
        return new ProviderDefinition(
                of.id(),
                of.label(),
                of.knownAs(),
                of.issuer(),
                true,
                of.allowHttpLoopback(),
                of.keysHost(),
                of.algorithms(),
                of.maxLifetime(),
                of.replay(),
                of.audience(),
                of.webAddress(),
                of.constants(),
                of.claims(),
                of.derived(),
                fields,
                of.lookup(),
                of.refused(),
                of.pins(),
                of.links(),
                of.shown(),
                of.forgeApi());
    }
}
