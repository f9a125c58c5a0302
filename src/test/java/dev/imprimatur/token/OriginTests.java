package dev.imprimatur.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Caller;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.token.LiveTokens.LiveToken;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What people read of where files and upload tokens come from. */
@ServiceTest
class OriginTests {

    @LocalServerPort private int port;
    @Autowired private Indexes indexes;
    @Autowired private Projects projects;
    @Autowired private UploadLedger ledger;
    @Autowired private LiveTokens liveTokens;
    @Autowired private Provenances provenances;

    private Publishing publishing;
    private PackageIndex pypi;
    private ProjectName name;
    private long publisher;
    private TestToken job;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publisher = Long.parseLong(publishing.publisher());
        pypi = indexes.ofId("pypi").orElseThrow();
        name = pypi.projectName(publishing.project()).orElseThrow();
        job =
                publishing
                        .job()
                        .claim("ref", "refs/heads/a<b>")
                        .claim("sha", "0123abcd")
                        .claim("run_number", "17")
                        .claim("run_id", "4711")
                        .claim("run_attempt", "2");
        String workflow =
                publishing.owner() + "/repo/.github/workflows/release.yml@refs/heads/a<b>";
        job.claim("workflow_ref", workflow).claim("job_workflow_ref", workflow);
    }

    @Test
    void anUploadSaysWhereItComesFrom() {
        publishing.upload(publishing.uploadToken(job));

        assertThat(ledger.page(pypi, name, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(
                        upload -> {
                            assertThat(upload.provenance().provider()).isEqualTo("test-ci");
                            assertThat(upload.provenance().origin()).isEqualTo(origin());
                        });
    }

    @Test
    void aLiveTokenSaysWhereItComesFromUnderWhomAndUntilWhen() {
        long before = liveTokens.count();
        publishing.uploadToken(job);

        LiveToken live =
                liveTokens
                        .page(
                                projects.find(pypi, name, Caller.operator("api-token:first"))
                                        .orElseThrow(),
                                0,
                                10)
                        .getFirst();

        assertThat(live.origin()).isEqualTo(origin());
        assertThat(live.publishers()).containsExactly(publisher);
        assertThat(live.expiresAt()).isAfter(live.issuedAt());
        assertThat(liveTokens.count()).isEqualTo(before + 1);
    }

    @Test
    void ofAProviderThatIsGoneItsIdIsKnown() {
        assertThat(provenances.origin("gone", Map.of("repository", "a/b")))
                .isEqualTo(new Origin("gone", null, null, null, null, null, null));
    }

    private Origin origin() {
        String repository = publishing.owner() + "/repo";
        return new Origin(
                "GitHub Actions",
                repository,
                "0123abcd",
                "refs/heads/a<b>",
                "17",
                "https://github.com/" + repository + "/tree/0123abcd",
                "https://github.com/" + repository + "/actions/runs/4711/attempts/2");
    }
}
