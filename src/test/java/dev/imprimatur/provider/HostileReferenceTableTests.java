package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compound claims are text in which strangers choose the parts: one table for each provider that
 * has them.
 */
class HostileReferenceTableTests {

    private static final String SHA = Job.SHA;

    /**
     * A compound claim and what it is made of.
     *
     * @param claim its name
     * @param field the field that names the file in it
     * @param home what stands before the file: host, repository, directory
     * @param file the file that the publisher names
     * @param ref where the job runs
     */
    record Compound(
            Sample sample, String claim, String field, String home, String file, String ref) {

        String good() {
            return home + file + "@" + ref;
        }

        @Override
        public String toString() {
            return sample.provider().id() + " " + claim;
        }
    }

    static List<Compound> compounds() {
        String tag = "refs/tags/v1.0";
        return List.of(
                new Compound(
                        Sample.of("github"),
                        "workflow_ref",
                        "workflow",
                        "octo-org/octo-repo/.github/workflows/",
                        "release.yml",
                        tag),
                new Compound(
                        Sample.of("github"),
                        "job_workflow_ref",
                        "reusable_workflow",
                        "octo-org/tools/.github/workflows/",
                        "p.yml",
                        tag),
                new Compound(
                        Sample.of("gitlab"),
                        "ci_config_ref_uri",
                        "ci_file",
                        "gitlab.com/my-group/my-subgroup/my-project//",
                        "ci/release.yml",
                        tag),
                new Compound(
                        Sample.of("codeberg"),
                        "workflow_ref",
                        "workflow",
                        "my-org/my-repo/.forgejo/workflows/",
                        "release.yml",
                        tag),
                new Compound(
                        Sample.of("made"),
                        "pipeline",
                        "file",
                        "ci.example.org/blue-team:",
                        "release.yml",
                        "release/1.0"));
    }

    @ParameterizedTest
    @MethodSource("compounds")
    void theGoodReferenceMatches(Compound it) {
        assertThat(it.sample().job().payload()).containsEntry(it.claim(), it.good());
        assertThat(with(it, it.good())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("compounds")
    @DisplayName("Hazard 19: hostile references are no match, whatever they look like")
    void hostileReferencesDoNotMatch(Compound it) {
        String home = it.home();
        String file = it.file();
        String ref = it.ref();
        String root = home.substring(0, home.indexOf('/'));
        List<String> hostile = new ArrayList<>();
        // Two of what there is one of.
        hostile.add(home + file + "@other.yml@" + ref);
        hostile.add(home + "other.yml@" + file + "@" + ref);
        hostile.add(home + file + "@@" + ref);
        hostile.add(home + file + "@ " + ref);
        hostile.add(home + home + file + "@" + ref);
        hostile.add(home + file + "/" + file + "@" + ref);
        // Ways through a path.
        hostile.add(home + "../" + file + "@" + ref);
        hostile.add(home + "x/../" + file + "@" + ref);
        hostile.add(home + "./" + file + "@" + ref);
        hostile.add(home + "/" + file + "@" + ref);
        hostile.add(home + "\\" + file + "@" + ref);
        hostile.add(home + file + "/@" + ref);
        hostile.add(home + file + "/.@" + ref);
        hostile.add("../" + home + file + "@" + ref);
        hostile.add("/" + home + file + "@" + ref);
        // Escapes that somebody else would undo.
        hostile.add(home.replace("/", "%2F") + file + "@" + ref);
        hostile.add(home + "%2e%2e/" + file + "@" + ref);
        hostile.add(home + file.replace(".", "%2E") + "@" + ref);
        hostile.add(home + file + "%40" + ref);
        hostile.add(home + file + "%00@" + ref);
        // Another's home, with ours in it.
        hostile.add("attacker/" + home + file + "@" + ref);
        hostile.add("x" + home + file + "@" + ref);
        hostile.add(root + "x" + home.substring(root.length()) + file + "@" + ref);
        hostile.add(root + ".evil.example" + home.substring(root.length()) + file + "@" + ref);
        hostile.add("attacker" + home.substring(root.length()) + file + "@" + ref);
        hostile.add("attacker/repo/x.yml@refs/heads/" + home + file + "@" + ref);
        hostile.add("attacker/repo/x.yml@" + home + file);
        hostile.add("https://" + home + file + "@" + ref);
        hostile.add("user@" + home + file + "@" + ref);
        // Parts that are not there.
        hostile.add(home + "@" + ref);
        hostile.add(home + file);
        hostile.add(home + file + "@");
        hostile.add(file + "@" + ref);
        hostile.add("@" + ref);
        hostile.add("@");
        hostile.add(home);
        hostile.add(home + file + ref);
        // What nobody sees, and what is nearly the same.
        hostile.add(home + file + "\n@" + ref);
        hostile.add(home + "\n" + file + "@" + ref);
        hostile.add("\n" + home + file + "@" + ref);
        hostile.add(home + file + "\r\n@" + ref);
        hostile.add(home + file + "\t@" + ref);
        hostile.add(home + file + " @" + ref);
        hostile.add(" " + home + file + "@" + ref);
        hostile.add(home + file + "\u200b@" + ref);
        hostile.add(home + "\u202e" + file + "@" + ref);
        hostile.add(home + file.replace("e", "\u0435").replace("p.", "\u0440.") + "@" + ref);
        hostile.add(home + file.replace(".", "\u2024") + "@" + ref);
        hostile.add(home.replace("/", "\u2215") + file + "@" + ref);
        hostile.add(home + file + "\uff20" + ref);
        hostile.add(home + file.replace("p", "P").replace("r", "R") + "@" + ref);
        hostile.add(home.toUpperCase(Locale.ROOT) + file + "@" + ref);
        hostile.add(home + file + ".yml@" + ref);
        hostile.add(home + "x" + file + "@" + ref);

        for (String reference : hostile) {
            assertThat(with(it, reference)).as(reference).isEqualTo(Set.of(it.field()));
        }
    }

    @ParameterizedTest
    @MethodSource("compounds")
    @DisplayName("Hazard 19: a reference at another ref than the job's own is no match")
    void theRefIsTheJobsOwn(Compound it) {
        if (it.claim().equals("job_workflow_ref")) {
            // A called workflow has a ref of its own, which the caller pins.
            return;
        }
        for (String ref :
                List.of(
                        "refs/heads/v1.0",
                        it.ref() + "x",
                        "x" + it.ref(),
                        it.ref() + "/",
                        it.ref() + "\n",
                        it.ref() + "@" + it.ref(),
                        it.ref().toUpperCase(Locale.ROOT),
                        "refs/heads/" + it.home() + it.file(),
                        SHA.replace('0', '1'),
                        SHA.substring(1))) {
            assertThat(with(it, it.home() + it.file() + "@" + ref))
                    .as(ref)
                    .isEqualTo(Set.of(it.field()));
        }
    }

    @ParameterizedTest
    @MethodSource("compounds")
    @DisplayName(
            "Hazard 19: branches may be called anything that git allows, and the file is the file")
    void legalRefsWork(Compound it) {
        for (String ref :
                List.of(
                        "refs/heads/main",
                        "refs/heads/feature/a/b/c",
                        "refs/heads/x@y.yml",
                        "refs/heads/@",
                        "refs/heads/a@b@c",
                        "refs/heads/" + it.file(),
                        "refs/heads/x@" + it.file(),
                        "refs/heads/x/" + it.home() + it.file(),
                        "refs/heads/x/.github/workflows/other.yml@refs/heads/y",
                        "refs/heads/" + SHA,
                        "refs/heads/x@" + SHA,
                        "refs/heads/größe-\u65e5\u672c-\ud83d\ude00",
                        "refs/heads/%2F%40",
                        "refs/heads/a,b;c=d&e#f!g'h\"i(j)",
                        "refs/heads/a:b",
                        "refs/heads/-x.y_z+1",
                        "refs/tags/v1.0@2",
                        "refs/pull/1/merge",
                        "refs/merge-requests/1/head")) {
            String good = it.home() + it.file() + "@" + ref;
            String other = it.home() + "x" + it.file() + "@" + ref;
            Job moved = it.sample().job("ref", ref).with(it.claim(), good);
            if (it.claim().equals("pipeline")) {
                moved = it.sample().job("branch", ref).with(it.claim(), good);
            }
            Map<String, String> publisher =
                    Publishers.with(it.sample().publisher(), "ref", "**", "branch", "**");
            publisher.keySet().removeIf(name -> it.sample().provider().field(name).isEmpty());

            assertThat(moved.mismatches(publisher)).as(ref).isEmpty();
            assertThat(moved.with(it.claim(), other).mismatches(publisher))
                    .as(ref)
                    .containsExactly(it.field());
        }
    }

    /** The fields in which the job is another one, with this in the place of its reference. */
    private static Set<String> with(Compound it, String reference) {
        return Set.copyOf(
                it.sample().job().with(it.claim(), reference).mismatches(it.sample().publisher()));
    }
}
