package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What npm's jobs run, which exchanges by itself from 11.5 on. */
record Npm() implements Client {

    @Override
    public List<Map<String, Object>> setUp() {
        return List.of(
                Client.uses("actions/setup-node@v4", Client.members("node-version", 24)),
                Client.run("npm install --global npm@11"));
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
        return Client.members(
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
        return target.audience().equals("npm:" + target.uploadUrl().getHost()) && target.derived();
    }

    @Override
    public Optional<List<Map<String, Object>>> steps(Target target) {
        return exchanges(target)
                ? Optional.of(List.of(Client.run(command(target))))
                : Optional.empty();
    }

    static String command(Target target) {
        return "npm publish --registry " + Shell.quoted(target.uploadUrl().toString());
    }
}
