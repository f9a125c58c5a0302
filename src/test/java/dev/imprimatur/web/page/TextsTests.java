package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of the pages are complete in every language, and no text stands anywhere else. */
class TextsTests {

    private static final Path TEXTS = Path.of("src/main/resources/texts");
    private static final Path PAGES = Path.of("src/main/resources/pages");

    @Test
    void everyTextIsThereInEveryLanguage() throws IOException {
        for (Path bundle : bundles()) {
            for (Locale language : Preferences.LANGUAGES) {
                if (language.equals(Locale.ENGLISH)) {
                    continue;
                }
                Path other = translated(bundle, language);
                assertThat(texts(other).keySet())
                        .as(other.toString())
                        .isEqualTo(texts(bundle).keySet());
            }
        }
    }

    @Test
    void aTextFillsInTheSameInEveryLanguage() throws IOException {
        for (Path bundle : bundles()) {
            Map<String, String> english = texts(bundle);
            for (Locale language : Preferences.LANGUAGES) {
                Map<String, String> other =
                        language.equals(Locale.ENGLISH)
                                ? english
                                : texts(translated(bundle, language));
                other.forEach(
                        (key, text) ->
                                assertThat(places(text))
                                        .as(key + " in " + language)
                                        .isEqualTo(places(english.getOrDefault(key, ""))));
            }
        }
    }

    @Test
    void noTwoBundlesHaveTheSameText() throws IOException {
        List<String> keys = new ArrayList<>();
        for (Path bundle : bundles()) {
            keys.addAll(texts(bundle).keySet());
        }

        assertThat(keys).doesNotHaveDuplicates();
    }

    /** An apostrophe that is not doubled eats what is filled in behind it. */
    @Test
    void apostrophesAreDoubledWhereSomethingIsFilledIn() throws IOException {
        for (Path bundle : files(TEXTS, ".properties")) {
            texts(bundle)
                    .forEach(
                            (key, text) -> {
                                if (!places(text).isEmpty()) {
                                    assertThat(text.replace("''", ""))
                                            .as(key + " in " + bundle)
                                            .doesNotContain("'");
                                } else {
                                    assertThat(text).as(key + " in " + bundle).doesNotContain("''");
                                }
                            });
        }
    }

    @Test
    void whatTemplatesSayIsInTheTexts() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Path bundle : bundles()) {
            known.addAll(texts(bundle).keySet());
        }
        Pattern used = Pattern.compile("#\\{([a-z0-9.-]+)[}(]");
        for (Path template : files(PAGES, ".html")) {
            Matcher matcher = used.matcher(Files.readString(template));
            while (matcher.find()) {
                assertThat(known).as(template.toString()).contains(matcher.group(1));
            }
        }
    }

    @Test
    void templatesEscapeEverythingAndStyleNothing() throws IOException {
        for (Path template : files(PAGES, ".html")) {
            assertThat(Files.readString(template))
                    .as(template.toString())
                    .doesNotContain(
                            "utext", "[(", "style=", "<style", "onclick", "hx-on", "javascript:");
        }
    }

    private static List<Path> bundles() throws IOException {
        return files(TEXTS, ".properties").stream()
                .filter(file -> !file.getFileName().toString().contains("_"))
                .toList();
    }

    private static Path translated(Path bundle, Locale language) {
        String name = bundle.getFileName().toString();
        return bundle.resolveSibling(
                name.replace(".properties", "_" + language.getLanguage() + ".properties"));
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static Map<String, String> texts(Path file) throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            read.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        read.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    /** The numbers of the places that are filled in. */
    private static Set<Integer> places(String text) {
        Set<Integer> places = new TreeSet<>();
        if (!text.contains("{")) {
            return places;
        }
        int count = new MessageFormat(text, Locale.ENGLISH).getFormatsByArgumentIndex().length;
        for (int i = 0; i < count; i++) {
            if (text.contains("{" + i)) {
                places.add(i);
            }
        }
        return places;
    }
}
