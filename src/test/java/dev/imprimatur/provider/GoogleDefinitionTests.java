package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules and traps of identity tokens of Google service accounts. */
class GoogleDefinitionTests {

    private static final Map<String, String> PUBLISHER =
            Map.of("email", "release@my-project.iam.gserviceaccount.com");

    private final ProviderDefinition provider = Definitions.shipped("google");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", "https://accounts.google.com")
                    .with("azp", "103456789012345678901")
                    .with("sub", "103456789012345678901")
                    .with("email", "release@my-project.iam.gserviceaccount.com")
                    .with("email_verified", true);

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(provider.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(PUBLISHER));
        assertThat(provider.pinsOf(job.claims())).isEqualTo(Map.of("sub", "103456789012345678901"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "email, release@my-project.iam.gserviceaccount.com, true",
                "email, Release@my-project.iam.gserviceaccount.com, false",
                "email, release@other.iam.gserviceaccount.com, false",
                "email, гelease@my-project.iam.gserviceaccount.com, false",
                "unique_id, 103456789012345678901, true",
                "unique_id, 103456789012345678902, false",
                "unique_id, 0103456789012345678901, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"email", "email_verified", "sub"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(strings = {"email", "email_verified", "sub"})
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "email, a-b.c@x.example.com.iam.gserviceaccount.com,",
                "email, 1-compute@developer.gserviceaccount.com,",
                "email, person@gmail.com, invalid",
                "email, release@gserviceaccount.com.example.org, invalid",
                "email, release, invalid",
                "email, ``, required",
                "unique_id, 12,",
                "unique_id, 1x, invalid",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: only the boolean true vouches for an email address")
    @ValueSource(strings = {"true", "false", "1", ""})
    void theStringOfABooleanIsNone(String word) {
        assertThat(job.holdsToItsType("email_verified", word)).isTrue();
    }

    @Test
    void anAddressThatGoogleDoesNotVouchForIsRefused() {
        assertThat(job.with("email_verified", false).mismatches(PUBLISHER))
                .containsExactly("email_verified");
    }

    @Test
    @DisplayName("Hazard 20: an account that is made anew under its old name has another pin")
    void anAccountMadeAnewHasAnotherPin() {
        assertThat(provider.pinsOf(job.with("sub", "7").claims())).isEqualTo(Map.of("sub", "7"));
    }

    @Test
    void itIsSharedAndHasNoJti() {
        assertThat(provider.shared()).isTrue();
        assertThat(provider.issuer()).isEqualTo("https://accounts.google.com");
        assertThat(provider.trustedKeysHost()).isEqualTo("www.googleapis.com");
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded())).isEmpty();
    }
}
