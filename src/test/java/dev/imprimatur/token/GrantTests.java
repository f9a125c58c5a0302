package dev.imprimatur.token;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.identity.Identity;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.identity.Verification;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.PublisherMatching;
import dev.imprimatur.publisher.Trust;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An upload token is good for what its publishers said when it was minted, and say still. */
@ServiceTest
class GrantTests {

    @LocalServerPort private int port;
    @Autowired private Indexes indexes;
    @Autowired private IdentityVerifier verifier;
    @Autowired private PublisherMatching matching;
    @Autowired private Mint mint;
    private Publishing publishing;
    private String id;

    @BeforeEach
    void aPublisher() {
        publishing = new Publishing(port);
        id = publishing.publisher();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fields\": {\"workflow\": \"other.yml\"}}",
                "{\"fields\": {\"environment\": \"release\"}}",
                "{\"fields\": {\"owner\": \"somebody-else\"}}",
                "{\"enabled\": false}"
            })
    @DisplayName("Hazard 29: an edit of the publisher kills its upload tokens")
    void anEditKillsTheUploadTokensOfBeforeInThatInstant(String edit) {
        String token = publishing.uploadToken();
        String single = publishing.singleUseToken();
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);

        edit(edit);

        for (String dead : List.of(token, single)) {
            assertThat(code(publishing.upload(dead))).isEqualTo("publisher-removed");
            assertThat(publishing.introspect(dead).path("active").asBoolean()).isFalse();
        }
    }

    @Test
    void switchingItOnAgainRevivesNothing() {
        String token = publishing.uploadToken();

        edit("{\"enabled\": false}");
        HttpResponse<String> refused = publishing.mint(publishing.job());
        assertThat(code(refused)).isEqualTo("invalid-publisher");
        assertThat(Publishing.description(refused)).contains("is switched off");
        edit("{\"enabled\": true}");

        assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
        assertThat(publishing.upload(publishing.uploadToken()).statusCode()).isEqualTo(201);
    }

    @Test
    void anEditAndBackRevivesNothing() {
        String token = publishing.uploadToken();

        edit("{\"fields\": {\"workflow\": \"other.yml\"}}");
        edit("{\"fields\": {\"workflow\": \"release.yml\"}}");

        assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
    }

    @Test
    void anEditThatChangesNothingKillsNothing() {
        String token = publishing.uploadToken();

        edit("{\"fields\": {\"workflow\": \"release.yml\"}, \"enabled\": true}");

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @Test
    void theOtherProjectsOfATokenStay() {
        String other = publishing.project("-other");
        publishing.publisher(other, Map.of());
        String token = publishing.uploadToken();

        edit("{\"enabled\": false}");

        assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
        assertThat(publishing.upload(token, other, "1.0").statusCode()).isEqualTo(201);
    }

    /** Whichever comes first, no living token is left for a workflow that is no longer trusted. */
    @RepeatedTest(8)
    void aMintThatRacesWithAnEditLeavesNoLivingToken() {
        boolean bound = Integer.parseInt(id) % 2 == 0;
        if (bound) {
            publishing.uploadToken();
        }
        String job = publishing.job().text();

        List<HttpResponse<String>> answers =
                Together.run(
                        List.of(
                                () -> publishing.mint(job, Map.of()),
                                () -> patch("{\"fields\": {\"workflow\": \"other.yml\"}}")));

        assertThat(answers.get(1).statusCode()).as(answers.get(1).body()).isEqualTo(200);
        if (answers.get(0).statusCode() == 200) {
            String token = ServiceClient.json(answers.get(0)).path("token").asString();
            assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
        } else {
            assertThat(code(answers.get(0))).isEqualTo("invalid-publisher");
        }
    }

    /** The race above, with the edit in the one place where it hurts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsMintedAfterAnEditByWhatWasReadBeforeItIsDead(boolean bound) {
        if (bound) {
            publishing.uploadToken();
        }
        PackageIndex index = indexes.ofId("pypi").orElseThrow();
        Identity identity =
                ((Verification.Proven)
                                verifier.verify(
                                        publishing.job().text(), Set.of(Publishing.AUDIENCE)))
                        .identity();
        var trusted = ((Trust.Trusted) matching.match(index, identity)).publishers();

        edit("{\"fields\": {\"workflow\": \"other.yml\"}}");
        Minting minting = mint.mint(new MintOrder(identity, index, trusted, null, false));

        if (bound) {
            assertThat(minting)
                    .isInstanceOfSatisfying(
                            Minting.Minted.class,
                            minted ->
                                    assertThat(code(publishing.upload(minted.text().reveal())))
                                            .isEqualTo("publisher-removed"));
        } else {
            assertThat(minting).isEqualTo(new Minting.Overtaken());
        }
    }

    private void edit(String edit) {
        HttpResponse<String> answer = patch(edit);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> patch(String edit) {
        ServiceClient admin = publishing.client().asAdmin();
        return admin.send(
                admin.to(
                                "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                        .formatted(publishing.project(), id))
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(edit)));
    }
}
