package dev.imprimatur.web;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemHelpTests {

    private static final Path DOCUMENT = Path.of("docs/troubleshooting.md");
    private static final String BEGIN = "<!-- codes: begin -->\n";
    private static final String END = "<!-- codes: end -->";

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyCodeSaysWhatItMeansWhoMendsItAndHow(ProblemCode code) {
        ProblemHelp help = ProblemHelp.of(code);

        assertThat(help.meaning()).matches("[A-Z][ -~]{20,}[^.]");
        assertThat(help.how()).matches("[A-Z][ -~]{20,}[^.]");
        // It is the detail of answers that have nothing more to say.
        assertThat(Problems.printable(help.meaning())).isEqualTo(help.meaning());
    }

    @Test
    void theDocumentationSaysTheSame() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        String wanted =
                document.substring(0, begin) + table() + document.substring(document.indexOf(END));
        if (Boolean.getBoolean("imprimatur.docs.write")) {
            Files.writeString(DOCUMENT, wanted);
            return;
        }
        assertThat(document)
                .as(
                        "%s is not what ProblemHelp says: run this test once more with"
                                + " -Dtest=ProblemHelpTests -Dimprimatur.docs.write=true",
                        DOCUMENT)
                .isEqualTo(wanted);
    }

    private static String table() {
        return "| code | status | what it means | who mends it | how |\n|---|---|---|---|---|\n"
                + Arrays.stream(ProblemCode.values()).map(ProblemHelpTests::row).collect(joining());
    }

    private static String row(ProblemCode code) {
        ProblemHelp help = ProblemHelp.of(code);
        return "| `%s` | %d | %s. | %s | %s. |\n"
                .formatted(
                        code.code(),
                        code.status().value(),
                        help.meaning(),
                        help.who().text(),
                        help.how());
    }
}
