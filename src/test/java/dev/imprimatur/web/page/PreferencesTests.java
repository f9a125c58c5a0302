package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class PreferencesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de                         | de",
                "de-CH, en;q=0.5            | de",
                "fr, en;q=0.8, de;q=0.9     | de",
                "fr                         | en",
                "en-GB                      | en",
                "*                          | en"
            })
    void thePageIsInWhatTheBrowserAsksForFirst(String asked, String language) {
        assertThat(language(asked)).isEqualTo(Locale.of(language));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "de;q=x", "de;q=", ";", "\u00ff", "de;q=2", "--"})
    void whatIsNoLanguageIsEnglish(String asked) {
        assertThat(language(asked)).isEqualTo(Locale.ENGLISH);
    }

    @Test
    @DisplayName("Hazard 26: size before authentication, in the languages of a browser")
    void aLanguageOfThousandsOfPartsCostsNothing() {
        String longest = "de" + "-a".repeat(15_000);

        assertTimeout(
                Duration.ofSeconds(1),
                () -> assertThat(language(longest)).isEqualTo(Locale.ENGLISH));
    }

    private static Locale language(String asked) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Accept-Language", asked);
        return new Preferences().resolveLocale(request);
    }
}
