package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What cargo's jobs run.
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
                        Client.members(
                                "uses",
                                "rust-lang/crates-io-auth-action@v1",
                                "id",
                                "auth",
                                "with",
                                Client.members("url", target.root())),
                        Client.members(
                                "run",
                                publish(target),
                                "env",
                                Client.members(variable(), "${{ steps.auth.outputs.token }}"))));
    }
}
