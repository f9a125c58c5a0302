package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginWayTests {

    private static final URI THERE = URI.create("https://id.example.org/there");

    @Test
    void whatTheIdentityProviderWroteStaysAsItIsAndOursIsEncoded() {
        assertThat(signOut(null)).isNull();
        assertThat(signOut("https://id.example.org/end"))
                .isEqualTo(
                        "https://id.example.org/end?client_id=a%2Bb%26c"
                                + "&post_logout_redirect_uri=https%3A%2F%2Fp.example%2F_%2Fsign-in");
        assertThat(signOut("https://id.example.org/a%20b/end?realm=x%26y"))
                .startsWith("https://id.example.org/a%20b/end?realm=x%26y&client_id=a%2Bb%26c&");
    }

    private static @Nullable String signOut(@Nullable String end) {
        return new LoginProviders.Way(
                        "staff",
                        "https://id.example.org",
                        "a+b&c",
                        List.of("openid"),
                        THERE,
                        THERE,
                        end == null ? null : URI.create(end))
                .signOut("https://p.example/_/sign-in")
                .orElse(null);
    }
}
