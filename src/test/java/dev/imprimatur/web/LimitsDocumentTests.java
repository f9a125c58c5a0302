package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The table in docs/limits.md is what the service does: row by row, as much as fits and one more.
 */
@ServiceTest
@DisplayName("Hazard 25: text that PostgreSQL refuses; hazard 26: size before authentication")
class LimitsDocumentTests {

    private static final Path DOCUMENT = Path.of("docs", "limits.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (.+?) \\| (\\d+)( KiB)? \\| (\\d{3}) (`.+`) \\|$");
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    @LocalServerPort private int port;
    private LimitRequests requests;

    @BeforeEach
    void aRepository() {
        requests = new LimitRequests(port);
    }

    /**
     * A row of the table.
     *
     * @param codes what the answer beyond the limit holds
     */
    private record Row(String what, int most, int status, List<String> codes) {

        boolean isRefusedBy(Answer answer) {
            return answer.status() == status
                    && codes.stream().allMatch(code -> answer.body().contains(code + '"'));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsTrue() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).extracting(Row::what).containsExactlyInAnyOrderElementsOf(requests.rows());
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row)));
    }

    private void check(Row row) {
        IntFunction<Answer> request = requests.of(row.what());
        Answer beyond = request.apply(row.most() + 1);
        assertThat(row.isRefusedBy(beyond)).as("%d: %s", row.most() + 1, beyond).isTrue();
        ProblemFormat.check(beyond.header("Content-Type").orElse(""), beyond.body());
        // A text that cannot be an upload token is as unknown as one that might be.
        if (!row.what().equals("upload token")) {
            Answer within = request.apply(row.most());
            assertThat(row.isRefusedBy(within)).as("%d: %s", row.most(), within).isFalse();
            assertThat(within.status()).as(within.toString()).isLessThan(500);
        }
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(
                        row ->
                                new Row(
                                        row.group(1),
                                        Integer.parseInt(row.group(2))
                                                * (row.group(3) == null ? 1 : 1024),
                                        Integer.parseInt(row.group(4)),
                                        CODE.matcher(row.group(5))
                                                .results()
                                                .map(code -> code.group(1))
                                                .toList()))
                .toList();
    }
}
