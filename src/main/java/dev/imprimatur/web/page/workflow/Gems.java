package dev.imprimatur.web.page.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What RubyGems' jobs run. */
record Gems() implements Client {

    @Override
    public List<Map<String, Object>> setUp() {
        return List.of(Client.uses("ruby/setup-ruby@v1", Client.members("ruby-version", "ruby")));
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
                        Client.uses(
                                "rubygems/configure-rubygems-credentials@main",
                                Client.members(
                                        "gem-server",
                                        target.root(),
                                        "audience",
                                        target.audience(),
                                        "trusted-publisher",
                                        true)),
                        Client.run(build().getFirst()),
                        Client.run(publish(target))));
    }
}
