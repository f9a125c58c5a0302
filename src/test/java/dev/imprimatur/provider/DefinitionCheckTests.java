package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.imprimatur.ConfigurationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionCheckTests {

    @Test
    void aSoundDefinitionPasses() {
        ProviderDefinition forge = Definitions.of("forge", Definitions.SOUND);

        assertThat(forge.trustedKeysHost()).isEqualTo("keys.example.org");
        assertThat(forge.label()).isEqualTo("forge");
        assertThat(forge.constants()).containsEntry("issuer.host", "ci.example.org");
    }

    @ParameterizedTest(name = "{1}: {3}")
    @MethodSource
    void whatIsWrongIsSaidInOneSentence(
            String written, String instead, String part, String wanted) {
        assertThat(Definitions.SOUND).contains(written);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(Definitions.SOUND.replace(written, instead)))
                .withMessage("imprimatur.providers.forge%s %s", part, wanted);
    }

    static Stream<Arguments> whatIsWrongIsSaidInOneSentence() {
        String issuer = "must be an https URL, exactly as the provider writes it into iss";
        String loopback = issuer + " (http only for loopback, with allow-http-loopback: true)";
        String algorithms =
                "must be some of [ES256, ES384, PS256, PS384, PS512, RS256, RS384, RS512]";
        String lifetime = "must be more than nothing and at most 31 days, such as 1h";
        String keysHost = "must be a host name in lower case, without scheme, port or path";
        String tenancy =
                "needs a required field with tenancy: true that is compared by equality, since the"
                        + " issuer is shared";
        String lookup = "must name fields that are required and compared by equality";
        String link = "must begin with https://, a host and a slash, before any claim";
        String url = "issuer: https://ci.example.org";
        return Stream.of(
                arguments(url, "label: x", ".issuer", issuer),
                arguments(url, "issuer: ' '", ".issuer", issuer),
                arguments(url, "issuer: ci.example.org", ".issuer", issuer),
                arguments(url, "issuer: https://", ".issuer", issuer),
                arguments(url, "issuer: https:ci", ".issuer", issuer),
                arguments(url, "issuer: https://ci example", ".issuer", issuer),
                arguments(url, "issuer: https://u@ci.example.org", ".issuer", issuer),
                arguments(url, "issuer: https://ci.example.org?x", ".issuer", issuer),
                arguments(url, "issuer: https://ci.example.org#x", ".issuer", issuer),
                arguments(url, "issuer: http://ci.example.org", ".issuer", loopback),
                arguments(url, "issuer: http://localhost:8080", ".issuer", loopback),
                arguments(url, "issuer: ftp://ci.example.org", ".issuer", loopback),
                arguments("[RS256]", "[]", ".algorithms", algorithms),
                arguments("[RS256]", "[none]", ".algorithms", algorithms),
                arguments("[RS256]", "[RS256, HS256]", ".algorithms", algorithms),
                arguments("[RS256]", "[rs256]", ".algorithms", algorithms),
                arguments("lifetime: 1h", "lifetime: 0s", ".max-lifetime", lifetime),
                arguments("lifetime: 1h", "lifetime: -1h", ".max-lifetime", lifetime),
                arguments("lifetime: 1h", "lifetime: 32d", ".max-lifetime", lifetime),
                arguments("keys.example.org", "https://k.example", ".keys-host", keysHost),
                arguments("keys.example.org", "k.example:443", ".keys-host", keysHost),
                arguments("keys.example.org", "K.example", ".keys-host", keysHost),
                arguments(
                        "web: https",
                        "owner: https",
                        ".constants",
                        "must not have the name of a claim: owner"),
                arguments(
                        "web: https://ci.example.org",
                        "web: ''",
                        ".constants.web",
                        "must have a value"),
                arguments("{name: event}", "{name: owner}", ".claims", "has a name twice: owner"),
                arguments("{name: event}", "{type: id}", ".claims", "needs a name for each claim"),
                arguments(
                        "name: file, from: file_at,",
                        "name: file,",
                        ".derived",
                        "needs name and from for each part"),
                arguments(
                        "from: file_at",
                        "from: nothing",
                        ".derived",
                        "uses nothing, which is no claim of it"),
                arguments(
                        "from: file_at",
                        "from: web",
                        ".derived",
                        "uses web, which is no claim of it"),
                arguments(
                        "{owner}:",
                        "{nobody}:",
                        ".derived",
                        "uses nobody, which is no claim and no constant of it"),
                arguments(
                        "@{ref}",
                        "@{file}",
                        ".derived",
                        "uses file, which is no claim and no constant of it"),
                arguments(
                        "name: file, from", "name: ref, from", ".derived", "has a name twice: ref"),
                arguments(
                        "name: file, from",
                        "name: issuer, from",
                        ".derived",
                        "has a name twice: issuer"),
                arguments(
                        "name: file, claim: file",
                        "claim: file",
                        ".fields",
                        "needs a name for each field"),
                arguments(
                        "name: file, claim: file",
                        "name: owner, claim: file",
                        ".fields",
                        "has a name twice: owner"),
                arguments(
                        "claim: file,",
                        "claim: nothing,",
                        ".fields",
                        "uses nothing, which is no claim of it"),
                arguments(
                        "claim: file,",
                        "claim: web,",
                        ".fields",
                        "uses web, which is no claim of it"),
                arguments(
                        "claim: file,",
                        "match: exact,",
                        ".fields",
                        "needs a claim for file, or match: none"),
                arguments(
                        "claim: file,",
                        "claim: file, match: none,",
                        ".fields",
                        "needs a claim for file, or match: none"),
                arguments(
                        "claim: file,",
                        "claim: file, empty-means-equal: x,",
                        ".fields",
                        "uses x, which is no claim of it"),
                arguments(
                        "events, match: none",
                        "events, match: none, empty-means-equal: ref",
                        ".fields",
                        "needs a claim for events to have empty-means-equal"),
                arguments(
                        "claim: file,",
                        "claim: file, match: glob,",
                        ".fields",
                        "compares file as a glob, so its claim must be recorded: true"),
                arguments(
                        "[a-z]+",
                        "[a-z",
                        ".fields",
                        "needs a regular expression as the pattern of file"),
                arguments(
                        "example: abc",
                        "example: ABC",
                        ".fields",
                        "needs an example for file that it would accept"),
                arguments(
                        ", example: abc",
                        "",
                        ".fields",
                        "needs an example for file that it would accept"),
                arguments(
                        "example: abc",
                        "example: abc, max-length: 2",
                        ".fields",
                        "needs an example for file that it would accept"),
                arguments(
                        "example: abc",
                        "example: abc, max-length: 0",
                        ".fields",
                        "needs a max-length from 1 to 1024 for file"),
                arguments(
                        "example: abc",
                        "example: abc, max-length: 9999",
                        ".fields",
                        "needs a max-length from 1 to 1024 for file"),
                arguments(
                        ", unless-listed-in: events",
                        "",
                        ".fields",
                        "has events with match: none, but no rule of refused has it in"
                                + " unless-listed-in"),
                arguments("tenancy: true", "tenancy: false", ".fields", tenancy),
                arguments("required: true, tenancy", "tenancy", ".fields", tenancy),
                arguments(
                        "required: true, tenancy",
                        "required: true, match: glob, tenancy",
                        ".fields",
                        tenancy),
                arguments(
                        "claim: owner, required: true, tenancy",
                        "match: none, required: true, tenancy",
                        ".fields",
                        tenancy),
                arguments("[owner]", "[]", ".lookup", lookup),
                arguments("[owner]", "[owner, file]", ".lookup", lookup),
                arguments("[owner]", "[ref]", ".lookup", lookup),
                arguments("[owner]", "[nobody]", ".lookup", "uses nobody, which is no field"),
                arguments(
                        "claim: event",
                        "claim: nothing",
                        ".refused",
                        "uses nothing, which is no claim of it"),
                arguments(
                        "claim: event",
                        "claim: web",
                        ".refused",
                        "uses web, which is no claim of it"),
                arguments(
                        "values: [fork]",
                        "differs-from: web",
                        ".refused",
                        "uses web, which is no claim of it"),
                arguments(
                        "values: [fork]",
                        "values: [fork], differs-from: ref",
                        ".refused",
                        "needs one of values, other-than and differs-from for event"),
                arguments(
                        "values: [fork]",
                        "values: []",
                        ".refused",
                        "needs one of values, other-than and differs-from for event"),
                arguments(
                        "values: [fork]",
                        "values: [fork], other-than: [push]",
                        ".refused",
                        "needs one of values, other-than and differs-from for event"),
                arguments(
                        "{name: event}",
                        "{name: event, type: strings}",
                        ".refused",
                        "uses event, which is a list"),
                arguments(
                        "{name: ref, required: true, recorded: true}",
                        "{name: ref, type: strings, required: true, recorded: true}",
                        ".derived",
                        "uses ref, which is a list"),
                arguments(
                        "{name: file_at, required: true}",
                        "{name: file_at, type: strings, required: true}",
                        ".derived",
                        "uses file_at, which is a list"),
                arguments(
                        "{name: owner_id, type: id,",
                        "{name: owner_id, type: strings,",
                        ".pins",
                        "uses owner_id, which is a list"),
                arguments(
                        "claim: ref, match: glob",
                        "claim: ref, match: contains-all",
                        ".fields",
                        "needs match: contains-all for ref where its claim is of type strings, and"
                                + " only there"),
                arguments(
                        "keys-host: keys.example.org",
                        "audience: \"{owner}\"",
                        ".audience",
                        "must be one word, in which only constants stand in braces"),
                arguments(
                        "keys-host: keys.example.org",
                        "audience: a b",
                        ".audience",
                        "must be one word, in which only constants stand in braces"),
                arguments(
                        ", reason: Forks", "", ".refused", "needs claim and reason for each rule"),
                arguments(
                        "in: events",
                        "in: nothing",
                        ".refused",
                        "names nothing in unless-listed-in, which is no field of it"),
                arguments(
                        "[owner_id]",
                        "[event]",
                        ".pins",
                        "uses event, which is no claim with required: true"),
                arguments(
                        "[owner_id]",
                        "[web]",
                        ".pins",
                        "uses web, which is no claim with required: true"),
                arguments(
                        "[owner_id]",
                        "[file]",
                        ".pins",
                        "uses file, which is no claim with required: true"),
                arguments(
                        "{owner}/runs",
                        "{event}/runs",
                        ".links",
                        "uses event, which is no recorded claim"),
                arguments(
                        "{owner}/runs",
                        "{file}/runs",
                        ".links",
                        "uses file, which is no recorded claim"),
                arguments(
                        "{web} {owner}",
                        "{event}",
                        ".shown",
                        "uses event, which is no recorded claim"),
                arguments("{web}/{owner}", "https://{owner}", ".links", link),
                arguments("{web}/{owner}", "{web}{owner}", ".links", link),
                arguments("{web}/{owner}", "{web}.{owner}/x", ".links", link),
                arguments("{web}/{owner}", "https://u@{owner}", ".links", link),
                arguments("{web}/{owner}", "{owner}", ".links", link),
                arguments("{web}/{owner}", "javascript:{owner}", ".links", link),
                arguments("{web}/{owner}", "http://ci.example.org/{owner}", ".links", link),
                arguments("{web}/{owner}", "http://localhost.example.org/", ".links", link));
    }
}
