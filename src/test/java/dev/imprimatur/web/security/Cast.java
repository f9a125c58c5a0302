package dev.imprimatur.web.security;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.TestPeople;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every kind of caller, and scenes in which they have their parts. */
final class Cast {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private final ServiceClient anybody;
    private final JdbcClient jdbc;
    private final People people;
    private final int port;
    private final String index;
    private final String viewer = TestPeople.newName();
    private final String owner = TestPeople.newName();
    private final String stranger = TestPeople.newName();
    private final Account ownersAccount;
    private final Account viewersAccount;
    private @Nullable Scene shared;

    /** Scenes of this index. */
    Cast(int port, JdbcClient jdbc, ApiTokens tokens, String index) {
        this.port = port;
        this.index = index;
        this.anybody = new ServiceClient(port);
        this.jdbc = jdbc;
        this.people = new People(port, jdbc, tokens);
        this.ownersAccount = visit(owner);
        this.viewersAccount = visit(viewer);
        join(visit(stranger), "owner", project());
    }

    /** One that nobody changes. */
    Scene shared() {
        if (shared == null) {
            shared = fresh(true);
        }
        forgetTokens();
        return shared;
    }

    /** An account has only so many; those of earlier callers are not needed any more. */
    private void forgetTokens() {
        jdbc.sql("DELETE FROM api_token WHERE account_id = :account AND id <> :shared")
                .param("account", ownersAccount.id())
                .param("shared", shared == null ? 0 : shared.ownersToken())
                .update();
    }

    /** One to change; with a prefix and its publisher only for what is about them. */
    Scene fresh(boolean withPrefix) {
        forgetTokens();
        String project = project();
        long publisher = publisher(project);
        Account member = people.account();
        join(ownersAccount, "owner", project);
        join(viewersAccount, "viewer", project);
        join(member, "viewer", project);
        people.token(ownersAccount, Scope.READ);
        long token =
                jdbc.sql("SELECT max(id) FROM api_token WHERE account_id = :account")
                        .param("account", ownersAccount.id())
                        .query(Long.class)
                        .single();
        return new Scene(
                index,
                project,
                publisher,
                withPrefix ? patternPublisher(project + "-") : 0,
                owner,
                member.name(),
                token,
                uploadToken(publisher));
    }

    ServiceClient client(String caller, Scene scene) {
        ProjectGlob glob = new ProjectGlob(index, scene.project());
        return switch (caller) {
            case "nobody" -> anybody;
            case "junk" -> anybody.with("Bearer junk");
            case "expired" -> expired();
            case "stale" ->
                    anybody.with(
                            "Bearer "
                                    + TestPeople.accessToken(owner)
                                            .issued(
                                                    Instant.now().minusSeconds(3600),
                                                    Duration.ofMinutes(5))
                                            .text());
            case "alien" ->
                    anybody.with(
                            "Bearer " + TestPeople.accessToken(owner).claim("aud", "other").text());
            case "index" -> anybody.asIndex(index, index + "-index-secret-for-tests");
            case "foreign" -> anybody.asIndex("pypi", "index-secret-for-tests");
            case "viewer" -> TestPeople.as(port, viewer);
            case "owner" -> TestPeople.as(port, owner);
            case "o-read" -> people.as(ownersAccount, Scope.READ);
            case "o-write" -> people.as(ownersAccount, Scope.PUBLISHERS_WRITE);
            case "o-admin" -> people.as(ownersAccount, Scope.ADMIN);
            case "o-glob" -> people.as(ownersAccount, Scope.ADMIN, glob);
            case "o-else" ->
                    people.as(ownersAccount, Scope.ADMIN, new ProjectGlob(index, "else-*"));
            case "stranger" -> TestPeople.as(port, stranger);
            case "member" -> TestPeople.as(port, TestPeople.newName(), "employee");
            case "admin" -> TestPeople.as(port, TestPeople.newName(), "imprimatur-admin");
            case "op-read" -> people.as(null, Scope.READ);
            case "op-glob" -> people.as(null, Scope.PUBLISHERS_WRITE, glob);
            case "op" -> anybody.asAdmin();
            default -> throw new IllegalArgumentException("Nobody is called " + caller);
        };
    }

    private ServiceClient expired() {
        String text = people.token(ownersAccount, Scope.ADMIN);
        jdbc.sql(
                        """
                        UPDATE api_token SET expires_at = now() - interval '1 second'
                         WHERE id = (SELECT max(id) FROM api_token WHERE account_id = :account)
                        """)
                .param("account", ownersAccount.id())
                .update();
        return anybody.with("Bearer " + text);
    }

    private String projects() {
        return "/_/api/v1/indexes/" + index + "/projects/";
    }

    private String project() {
        String name = "matrix-" + Long.toString(NUMBERS.incrementAndGet(), 36);
        expect(201, anybody.asAdmin().put(projects() + name, "{}"));
        return name;
    }

    private long publisher(String project) {
        HttpResponse<String> added =
                anybody.asAdmin()
                        .post(
                                projects() + project + "/publishers",
                                """
                                {"provider": "test-ci",
                                 "fields": {"owner": "octo", "repository": "octo",
                                            "workflow": "release.yml"}}
                                """);
        expect(201, added);
        return ServiceClient.json(added).get("id").longValue();
    }

    /** One that an administrator added, for a prefix that is the owner's. */
    private long patternPublisher(String prefix) {
        String path = "/_/api/v1/indexes/" + index;
        expect(204, anybody.asAdmin().put(path + "/prefixes/" + prefix + "/owners/" + owner, ""));
        HttpResponse<String> added =
                anybody.asAdmin()
                        .post(
                                path + "/publishers",
                                """
                                {"projects": "%s*", "provider": "test-ci",
                                 "fields": {"owner": "octo", "repository": "octo",
                                            "workflow": "release.yml"}}
                                """
                                        .formatted(prefix));
        expect(201, added);
        return ServiceClient.json(added).get("id").longValue();
    }

    private long uploadToken(long publisher) {
        return jdbc.sql(
                        """
                        INSERT INTO upload_token (hash, index_id, provider, publisher_ids,
                            grant_ids, single_use, issuer, claims, issued_at, expires_at)
                        VALUES (sha256(CAST(CAST(:publisher AS text) AS bytea)), :index, 'test-ci',
                            ARRAY[:publisher],
                            ARRAY(SELECT grant_id FROM publisher WHERE id = :publisher), false, 'https://issuer.test', '{}', now(),
                            now() + interval '1 hour')
                        RETURNING id
                        """)
                .param("publisher", publisher)
                .param("index", index)
                .query(Long.class)
                .single();
    }

    private void join(Account account, String role, String project) {
        people.join(account, role, index, project);
    }

    /** Somebody of the identity provider, who is here at least once. */
    private Account visit(String name) {
        expect(200, TestPeople.as(port, name).get("/_/api/v1/me"));
        long id =
                jdbc.sql("SELECT id FROM account WHERE name = :name")
                        .param("name", name)
                        .query(Long.class)
                        .single();
        return new Account(id, name, null, Instant.EPOCH);
    }

    private static void expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
    }
}
