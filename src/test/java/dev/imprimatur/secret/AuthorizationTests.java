package dev.imprimatur.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTests {

    @ParameterizedTest
    @CsvSource({
        "Bearer abc,bearer,abc",
        "'  bEARER   abc ',bearer,abc",
        "Basic dTpw,basic,dTpw",
        "Digest a b,digest,a b",
        "abc,'',abc",
        "' abc ','',abc",
        "Bearer,'',Bearer",
        "'','',''",
    })
    void aHeaderIsASchemeAndCredentialsOrCredentialsAlone(
            String header, String scheme, String credentials) {
        assertThat(Authorization.read(header)).isEqualTo(new Authorization(scheme, credentials));
    }

    @Test
    @DisplayName("Hazard 28: secrets in logs")
    void nothingOfItIsPrinted() {
        assertThat(Authorization.read("Bearer abc")).hasToString("[authorization]");
    }
}
