package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was recorded of a job says to a publisher, weeks later, what the job itself did. */
class RecordedClaimsTests {

    private static final ProviderDefinition SOUND = Definitions.of("forge", Definitions.SOUND);

    private static final Map<String, String> PUBLISHER =
            Map.of("owner", "octo", "file", "abc", "ref", "refs/tags/*");

    static List<Sample> shipped() {
        return Sample.all().stream()
                .filter(sample -> !sample.provider().id().equals("made"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    @DisplayName("whatever a shipped definition compares, it records")
    void aRecordedJobComparesAsTheJobDid(Sample sample) {
        ProviderDefinition provider = sample.provider();
        assertSameAsRecorded(provider, sample.job(), sample.publisher());
        for (FieldRule field : sample.compared()) {
            Map<String, String> other =
                    Publishers.with(sample.publisher(), field.name(), "something-else");
            assertSameAsRecorded(provider, sample.job(), other);
            Map<String, String> without = Publishers.with(sample.publisher(), field.name(), "");
            assertSameAsRecorded(provider, sample.job(), without);
        }
        for (ClaimRule claim : provider.claims()) {
            if (!claim.required()) {
                assertSameAsRecorded(
                        provider, sample.job().without(claim.name()), sample.publisher());
            }
        }
        for (RefusalRule rule : provider.refused()) {
            assertThat(provider.claim(rule.claim()).orElseThrow().recorded()).isTrue();
        }
    }

    private static void assertSameAsRecorded(
            ProviderDefinition provider, Job job, Map<String, String> publisher) {
        KnownClaims recorded = KnownClaims.recorded(provider, provider.record(job.claims()));

        assertThat(recorded.compare(publisher))
                .isEqualTo(
                        new KnownClaims.Comparison(
                                provider.compare(publisher, job.claims()), Set.of()));
        assertThat(recorded.pins(null)).isEqualTo(provider.pinsOf(job.claims()));
    }

    @Test
    @DisplayName("Hazard 23: absent means match")
    void whatWasNotRecordedNeitherMatchesNorIsMissing() {
        KnownClaims job =
                KnownClaims.recorded(
                        SOUND, Map.of("owner", "octo", "owner_id", "7", "ref", "refs/tags/v1"));

        KnownClaims.Comparison comparison = job.compare(PUBLISHER);

        assertThat(comparison.mismatches()).isEmpty();
        assertThat(comparison.untold()).containsExactly("file", "event");
        assertThat(comparison.isMatch()).isFalse();
        assertThat(job.compare(Publishers.with(PUBLISHER, "ref", "refs/heads/*")).mismatches())
                .extracting(Mismatch::field)
                .containsExactly("ref");
        assertThat(job.compare(Publishers.with(PUBLISHER, "file", "")).untold())
                .containsExactly("event");
    }

    @Test
    void aClaimThatItsDefinitionDidNotKeepInThoseDaysIsUnknown() {
        KnownClaims job = KnownClaims.recorded(SOUND, Map.of("owner", "octo"));

        assertThat(job.compare(PUBLISHER).untold()).containsExactly("file", "ref", "event");
        assertThat(job.isUnknown("owner_id")).isTrue();
        assertThat(job.pins(Map.of("owner_id", "7"))).isEqualTo(Map.of("owner_id", "7"));
        assertThat(job.pins(null)).isEmpty();
    }

    @Test
    void ofAnIdentityThatIsHereNothingIsUnknown() {
        Job job = Job.github().without("environment");
        Map<String, String> publisher = Publishers.github("environment", "release");

        assertThat(KnownClaims.all(Definitions.github(), job.claims()).compare(publisher))
                .isEqualTo(
                        new KnownClaims.Comparison(
                                Definitions.github().compare(publisher, job.claims()), Set.of()));
    }
}
