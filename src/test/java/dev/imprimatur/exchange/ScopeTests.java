package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTests {

    @Test
    void namesStandWithBlanksInBetween() {
        assertThat(Scope.write(List.of("a", "@b/c"))).isEqualTo("a @b/c");
        assertThat(Scope.read("  a   @b/c ")).containsExactly("a", "@b/c");
    }

    @Test
    void whatAScopeCannotHoldOfANameIsEncoded() {
        List<String> names = List.of("my files/a \"b\"", "c");

        assertThat(Scope.write(names)).isEqualTo("my%20files/a%20%22b%22 c");
        assertThat(Scope.read(Scope.write(names))).isEqualTo(names);
    }
}
