package dev.imprimatur.web.page.workflow;

import dev.imprimatur.project.PackageIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the jobs of an ecosystem run, as its page in docs/clients has it. */
sealed interface Client {

    /** What is built with on GitHub, before anything else. */
    default List<Map<String, Object>> setUp() {
        return List.of();
    }

    /** The commands that build. */
    List<String> build();

    /** The environment variable in which the upload token is. */
    String variable();

    /** Further environment variables. */
    default Map<String, Object> settings(Target target) {
        return Map.of();
    }

    /** The command that uploads; no quote mark of the shell's single ones is in it. */
    String publish(Target target);

    /** The steps on GitHub that need no action of ours; empty: this index is none for them. */
    default Optional<List<Map<String, Object>>> steps(Target target) {
        return Optional.empty();
    }

    /** The client of an ecosystem. */
    static Client of(PackageIndex index) {
        return switch (index.ecosystem()) {
            case PYPI -> new Python();
            case NPM -> new Npm();
            case CARGO -> new Cargo(index.id());
            case RUBYGEMS -> new Gems();
            case NUGET -> new NuGet();
            case GENERIC -> new Plain();
        };
    }

    /** A step that uses an action. */
    static Map<String, Object> uses(String action, Map<String, Object> with) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("uses", action);
        if (!with.isEmpty()) {
            step.put("with", with);
        }
        return step;
    }

    /** A step that runs a command. */
    static Map<String, Object> run(String command) {
        return Map.of("run", command);
    }

    /** Members in the order in which they are given. */
    static Map<String, Object> members(Object... keysAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return members;
    }

    /** Python: twine, and the action that everybody has. */
    record Python() implements Client {

        @Override
        public List<String> build() {
            return List.of("pipx run build");
        }

        @Override
        public String variable() {
            return "TWINE_PASSWORD";
        }

        @Override
        public Map<String, Object> settings(Target target) {
            return members(
                    "TWINE_USERNAME",
                    "__token__",
                    "TWINE_REPOSITORY_URL",
                    target.uploadUrl().toString());
        }

        @Override
        public String publish(Target target) {
            return "twine upload dist/*";
        }

        /** It derives where to ask from the host, so it must be this index that answers there. */
        @Override
        public Optional<List<Map<String, Object>>> steps(Target target) {
            return target.derived()
                    ? Optional.of(
                            List.of(
                                    uses(
                                            "pypa/gh-action-pypi-publish@release/v1",
                                            members(
                                                    "repository-url",
                                                    target.uploadUrl().toString()))))
                    : Optional.empty();
        }
    }

    /** npm, which exchanges by itself from 11.5 on. */
    record Npm() implements Client {

        @Override
        public List<Map<String, Object>> setUp() {
            return List.of(
                    uses("actions/setup-node@v4", members("node-version", 24)),
                    run("npm install --global npm@11"));
        }

        @Override
        public List<String> build() {
            return List.of();
        }

        @Override
        public String variable() {
            return "NODE_AUTH_TOKEN";
        }

        @Override
        public Map<String, Object> settings(Target target) {
            String place = "//" + target.authority() + target.uploadUrl().getRawPath();
            return members(
                    "NPM_CONFIG_REGISTRY",
                    target.uploadUrl().toString(),
                    "NPM_TOKEN_LINE",
                    place + ":_authToken=${NODE_AUTH_TOKEN}");
        }

        @Override
        public String publish(Target target) {
            return "printf \"%s\\n\" \"$NPM_TOKEN_LINE\" > .npmrc && npm publish";
        }

        /** It asks for the audience by the host alone. */
        boolean exchanges(Target target) {
            return target.audience().equals("npm:" + target.uploadUrl().getHost())
                    && target.derived();
        }

        @Override
        public Optional<List<Map<String, Object>>> steps(Target target) {
            return exchanges(target)
                    ? Optional.of(List.of(run(command(target))))
                    : Optional.empty();
        }

        static String command(Target target) {
            return "npm publish --registry " + Shell.quoted(target.uploadUrl().toString());
        }
    }

    /**
     * cargo.
     *
     * @param index the id of the index, after which the registry is called in the workflow
     */
    record Cargo(String index) implements Client {

        private String registry() {
            return index.replaceAll("[^A-Za-z0-9_-]", "-");
        }

        @Override
        public List<String> build() {
            return List.of();
        }

        @Override
        public String variable() {
            return "CARGO_REGISTRIES_%s_TOKEN"
                    .formatted(registry().toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        @Override
        public String publish(Target target) {
            return "cargo publish --registry " + registry();
        }

        /** It makes the audience of the address, and knows no other. */
        @Override
        public Optional<List<Map<String, Object>>> steps(Target target) {
            if (!target.audience().equals(target.authority()) || !target.derived()) {
                return Optional.empty();
            }
            return Optional.of(
                    List.of(
                            members(
                                    "uses",
                                    "rust-lang/crates-io-auth-action@v1",
                                    "id",
                                    "auth",
                                    "with",
                                    members("url", target.root())),
                            members(
                                    "run",
                                    publish(target),
                                    "env",
                                    members(variable(), "${{ steps.auth.outputs.token }}"))));
        }
    }

    /** RubyGems. */
    record Gems() implements Client {

        @Override
        public List<Map<String, Object>> setUp() {
            return List.of(uses("ruby/setup-ruby@v1", members("ruby-version", "ruby")));
        }

        @Override
        public List<String> build() {
            return List.of("gem build *.gemspec");
        }

        @Override
        public String variable() {
            return "GEM_HOST_API_KEY";
        }

        @Override
        public String publish(Target target) {
            return "gem push --host " + Shell.quoted(target.root()) + " *.gem";
        }

        @Override
        public Optional<List<Map<String, Object>>> steps(Target target) {
            return Optional.of(
                    List.of(
                            uses(
                                    "rubygems/configure-rubygems-credentials@main",
                                    members(
                                            "gem-server",
                                            target.root(),
                                            "audience",
                                            target.audience(),
                                            "trusted-publisher",
                                            true)),
                            run(build().getFirst()),
                            run(publish(target))));
        }
    }

    /** NuGet. */
    record NuGet() implements Client {

        @Override
        public List<Map<String, Object>> setUp() {
            return List.of(uses("actions/setup-dotnet@v5", Map.of()));
        }

        @Override
        public List<String> build() {
            return List.of("dotnet pack --configuration Release --output packages");
        }

        @Override
        public String variable() {
            return "NUGET_API_KEY";
        }

        @Override
        public Map<String, Object> settings(Target target) {
            return members("NUGET_SOURCE", target.uploadUrl().toString());
        }

        @Override
        public String publish(Target target) {
            return "dotnet nuget push packages/*.nupkg --source \"$NUGET_SOURCE\""
                    + " --api-key \"$NUGET_API_KEY\"";
        }

        @Override
        public Optional<List<Map<String, Object>>> steps(Target target) {
            return Optional.of(
                    List.of(
                            members(
                                    "uses",
                                    "NuGet/login@v1",
                                    "id",
                                    "login",
                                    "with",
                                    members(
                                            "user",
                                            "anybody",
                                            "token-service-url",
                                            target.root() + "/api/v2/token",
                                            "audience",
                                            target.audience())),
                            run(
                                    "dotnet nuget push packages/*.nupkg --source "
                                            + Shell.quoted(target.uploadUrl().toString())
                                            + " --api-key \"${{ steps.login.outputs.NUGET_API_KEY"
                                            + " }}\"")));
        }
    }

    /** Anything else: curl, which gets the token where no list of processes shows it. */
    record Plain() implements Client {

        @Override
        public List<String> build() {
            return List.of();
        }

        @Override
        public String variable() {
            return "IMPRIMATUR_TOKEN";
        }

        @Override
        public Map<String, Object> settings(Target target) {
            return members("UPLOAD_URL", target.uploadUrl().toString());
        }

        @Override
        public String publish(Target target) {
            return "printf \"header = \\\"Authorization: Bearer %s\\\"\\n\" \"$IMPRIMATUR_TOKEN\""
                    + " | curl --fail --config - --upload-file package.tar.gz \"$UPLOAD_URL\"";
        }
    }
}
