package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Python's jobs run: twine, and the action that everybody has. */
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
        return Client.members(
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
                                Client.uses(
                                        "pypa/gh-action-pypi-publish@release/v1",
                                        Client.members(
                                                "repository-url", target.uploadUrl().toString()))))
                : Optional.empty();
    }
}
