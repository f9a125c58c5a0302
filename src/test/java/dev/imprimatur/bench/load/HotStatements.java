package dev.imprimatur.bench.load;

import dev.imprimatur.publisher.PublisherStatements;
import dev.imprimatur.token.TokenStatements;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements of the service as scripts for pgbench, taken from where the service itself has
 * them: what they bind is named alike in both.
 */
final class HotStatements {

    /** What a job of GitHub's leaves in a row; see the definition of the provider. */
    private static final String CLAIMS =
            """
            {"ref": "refs/tags/v1.0", "sha": "4f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c", \
            "run_id": "11234", "environment": "release", "repository": "owner-1234/repo-51234", \
            "run_attempt": "2", "workflow_ref": \
            "owner-1234/repo-51234/.github/workflows/release.yml@refs/tags/v1.0"}\
            """;

    private HotStatements() {}

    /** One exchange, statement by statement. */
    static String exchange(int repositories) {
        return """
        \\set n random(0, %d)
        \\set u random(1, 9000000000000000000)
        %s;
        %s;
        """
                .formatted(repositories - 1, lookup(), mint());
    }

    /** What both bind that is the same every time. */
    static Map<String, String> exchangeValues() {
        return Map.ofEntries(
                Map.entry("most", "1000"),
                Map.entry("provider", "test-ci"),
                Map.entry("index", "pypi"),
                Map.entry("issuer", "http://127.0.0.1:20000"),
                Map.entry("jti", "2f1c0a54-30b5-4a9c-8a61-6d1c1c6a6b11"),
                Map.entry("claims", CLAIMS),
                Map.entry("type", "token-minted"),
                Map.entry("actor", "workload:test-ci"),
                Map.entry("detail", "{\"provider\": \"test-ci\", \"single_use\": false}"));
    }

    private static String lookup() {
        return PublisherStatements.lookup()
                .replace(":keys", "ARRAY['owner-' || :n % 5000 || E'\\nrepo-' || :n]")
                .replace(":providers", "ARRAY[:provider]")
                .replace(":indexes", "ARRAY[:index]");
    }

    private static String mint() {
        return TokenStatements.mint()
                .replace(
                        ":orders",
                        object(
                                Map.ofEntries(
                                        Map.entry(
                                                "replay_key",
                                                bytes("int8send(CAST(:u AS bigint))")),
                                        Map.entry(
                                                "hash", bytes("int8send(CAST(:u AS bigint) + 1)")),
                                        Map.entry("accepted_until", "now() + interval '6 minutes'"),
                                        Map.entry("expires_at", "now() + interval '15 minutes'"),
                                        Map.entry("issued_at", "now()"),
                                        Map.entry("index_id", "CAST(:index AS text)"),
                                        Map.entry("provider", "CAST(:provider AS text)"),
                                        Map.entry("publisher_ids", "ARRAY[CAST(:n AS bigint)]"),
                                        Map.entry("grant_ids", "ARRAY[CAST(:n AS bigint)]"),
                                        Map.entry("single_use", "false"),
                                        Map.entry("issuer", "CAST(:issuer AS text)"),
                                        Map.entry("jti", "CAST(:jti AS text)"),
                                        Map.entry("claims", "CAST(:claims AS json)"),
                                        Map.entry("actor", "CAST(:actor AS text)"),
                                        Map.entry("projects", "ARRAY['sample-' || :n]"),
                                        Map.entry("detail", "CAST(:detail AS json)"))));
    }

    /** One row as the service sends many; PostgreSQL makes it, where the service would. */
    private static String object(Map<String, String> members) {
        return "json_build_array(json_build_object('number', 0"
                + members.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(member -> ", '%s', %s".formatted(member.getKey(), member.getValue()))
                        .collect(Collectors.joining())
                + "))";
    }

    private static String bytes(String hashed) {
        return "'\\x' || encode(sha256(%s), 'hex')".formatted(hashed);
    }

    /**
     * Upload tokens as they are minted, for the first repositories, whose hashes can be made from
     * their numbers: what pgbench can do.
     */
    static String tokens(int count) {
        return """
        INSERT INTO upload_token (hash, index_id, provider, publisher_ids, grant_ids, single_use,
                                  issuer, jti, claims, issued_at, expires_at)
        SELECT sha256(int8send(n)), 'pypi', 'test-ci', ARRAY[p.id], ARRAY[p.grant_id], false,
               'http://127.0.0.1:20000', '2f1c0a54-30b5-4a9c-8a61-6d1c1c6a6b11', '%s',
               now(), now() + interval '1 hour'
          FROM generate_series(0, %d - 1) n
          JOIN project j ON j.index_id = 'pypi' AND j.normalized_name = 'sample-' || n
          JOIN publisher p ON p.project_id = j.id
         ORDER BY n
        """
                .formatted(CLAIMS.strip(), count);
    }

    /**
     * What the scripts count from: the least of those tokens, and of the publishers. The ids of
     * publishers and the numbers of their grants come in turns from one sequence.
     */
    static final String FIRST_TOKEN =
            "SELECT min(id) FROM upload_token WHERE hash = sha256(int8send(0))";

    static final String FIRST_PUBLISHER = "SELECT min(id) FROM publisher";

    /** One decision about an upload, statement by statement. */
    static String decision(int tokens) {
        return """
        \\set n random(0, %d)
        \\set u random(1, 1000000000)
        \\set t :first_token + :n
        \\set p :first_publisher + 2 * :n
        %s;
        %s;
        """
                .formatted(
                        tokens - 1,
                        TokenStatements.read()
                                .replace(":hashes", "ARRAY[sha256(int8send(CAST(:n AS bigint)))]")
                                .replace(":projects", "ARRAY['sample-' || :n]"),
                        TokenStatements.upload().replace(":uploads", upload()));
    }

    private static String upload() {
        return object(
                Map.ofEntries(
                        Map.entry("token", "CAST(:t AS bigint)"),
                        Map.entry("at", "now()"),
                        Map.entry("index_id", "CAST(:index AS text)"),
                        Map.entry("display", "'Sample-' || :n"),
                        Map.entry("project", "'sample-' || :n"),
                        Map.entry("version", "'1.0.' || :u"),
                        Map.entry("filename", "'sample-' || :u || '.whl'"),
                        Map.entry("sha256", bytes("'x'")),
                        Map.entry("publisher", "CAST(:p AS bigint)"),
                        Map.entry("grant_id", "CAST(:p AS bigint) + 1"),
                        Map.entry("fields", "CAST(:fields AS json)"),
                        Map.entry("actor", "CAST(:actor AS text)"),
                        Map.entry("detail", "CAST(:detail AS json)")));
    }

    /** What that binds that is the same every time. */
    static Map<String, String> decisionValues(long firstToken, long firstPublisher) {
        return Map.of(
                "first_token", Long.toString(firstToken),
                "first_publisher", Long.toString(firstPublisher),
                "index", "pypi",
                "fields",
                        "{\"owner\": \"owner-1234\", \"repository\": \"repo-51234\", \"workflow\":"
                                + " \"release.yml\", \"environment\": \"release\"}",
                "type", "upload-authorized",
                "actor", "index:pypi",
                "detail", "{\"version\": \"1.0.12345\", \"filename\": \"sample-12345.whl\"}");
    }

    /** One introspection. */
    static String introspection(int tokens) {
        return """
        \\set n random(0, %d)
        %s;
        """
                .formatted(
                        tokens - 1,
                        TokenStatements.readForAll()
                                .replace(":hashes", "ARRAY[sha256(int8send(CAST(:n AS bigint)))]")
                                .replace(":projects", "ARRAY[NULL]"));
    }
}
