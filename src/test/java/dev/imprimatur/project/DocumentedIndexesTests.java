package dev.imprimatur.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** What the pages of the clients tell an operator to write is a configuration that starts. */
class DocumentedIndexesTests {

    private static final Pattern BLOCK =
            Pattern.compile("(?m)^ {4}imprimatur:\\n(?: {5,}\\S.*\\n)+");
    private static final Pattern SECRET = Pattern.compile("\\$\\{([A-Z_]+)}");

    @ParameterizedTest
    @CsvSource({
        "npm, NPM, packages.example.org, npm:packages.example.org",
        "cargo, CARGO, crates.example.org, crates.example.org",
        "rubygems, RUBYGEMS, gems.example.org, gems.example.org",
        "nuget, NUGET, nuget.example.org, https://nuget.example.org"
    })
    void anEcosystemsPageConfiguresItsIndex(
            String page, Ecosystem ecosystem, String host, String audience) throws IOException {
        Indexes indexes = indexes(page);

        assertThat(indexes.all()).hasSize(1);
        assertThat(indexes.defaultOn(host, ecosystem).map(PackageIndex::audience))
                .hasValue(audience);
    }

    @Test
    void registriesOfAllEcosystemsShareAHost() throws IOException {
        Indexes indexes = indexes("README");

        Map<Ecosystem, String> audiences =
                indexes.onHost("packages.example.org").stream()
                        .collect(toMap(PackageIndex::ecosystem, PackageIndex::audience));
        assertThat(audiences)
                .containsOnlyKeys(
                        Ecosystem.PYPI,
                        Ecosystem.NPM,
                        Ecosystem.CARGO,
                        Ecosystem.RUBYGEMS,
                        Ecosystem.NUGET)
                .containsEntry(Ecosystem.NPM, "npm:packages.example.org")
                .containsEntry(Ecosystem.CARGO, "packages.example.org");
        assertThat(Arrays.stream(Ecosystem.values()).filter(audiences::containsKey))
                .allMatch(it -> indexes.defaultOn("packages.example.org", it).isPresent());
    }

    private static Indexes indexes(String page) throws IOException {
        String yaml =
                BLOCK.matcher(Files.readString(Path.of("docs", "clients", page + ".md")))
                        .results()
                        .map(block -> block.group().stripIndent())
                        .collect(joining("---\n"));
        Map<String, Object> secrets =
                SECRET.matcher(yaml)
                        .results()
                        .collect(
                                toMap(
                                        it -> it.group(1),
                                        _ -> "a-secret-for-tests",
                                        (one, _) -> one));
        assertThat(secrets).isNotEmpty();
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("secrets", secrets));
        new YamlPropertySourceLoader()
                .load(page, new ByteArrayResource(yaml.getBytes(UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return new IndexConfiguration()
                .indexes(
                        Binder.get(environment)
                                .bindOrCreate("imprimatur", IndexesProperties.class));
    }
}
