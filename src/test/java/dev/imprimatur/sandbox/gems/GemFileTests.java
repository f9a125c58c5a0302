package dev.imprimatur.sandbox.gems;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemFileTests {

    private static final String SPECIFICATION =
            """
            --- !ruby/object:Gem::Specification
            name: sample.gem
            version: !ruby/object:Gem::Version
              version: 1.0.1
            platform: ruby
            """;

    @Test
    void aGemSaysItsNameAndVersionBehindWhateverElseIsInIt() throws IOException {
        byte[] gem = tar("data.tar.gz", new byte[700], "metadata.gz", zipped(SPECIFICATION));

        assertThat(GemFile.read(gem)).hasValue(new GemFile("sample.gem", "1.0.1", "ruby"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "- a list",
                "name: a",
                "name: a\nversion: 1",
                "name: ../a\nversion: {version: 1}",
                "name: [a]\nversion: {version: 1}",
                "name: a\nversion: {version: 1/2}",
                "a: &a [*a",
                "--- !!javax.script.ScriptEngineManager []"
            })
    void aSpecificationThatSaysNeitherIsRefused(String yaml) throws IOException {
        assertThat(GemFile.read(tar("metadata.gz", zipped(yaml)))).isEmpty();
    }

    @Test
    void bytesThatAreNoArchiveAreRefused() throws IOException {
        byte[] gem = tar("metadata.gz", zipped(SPECIFICATION));
        byte[] huge = gem.clone();
        System.arraycopy("77777777777".getBytes(US_ASCII), 0, huge, 124, 11);
        byte[] odd = gem.clone();
        odd[124] = '9';

        for (byte[] bytes :
                new byte[][] {
                    {},
                    {1},
                    "x".repeat(2000).getBytes(US_ASCII),
                    Arrays.copyOf(gem, 600),
                    tar("metadata.gz", "not zipped".getBytes(US_ASCII)),
                    tar("other", zipped(SPECIFICATION)),
                    huge,
                    odd
                }) {
            assertThat(GemFile.read(bytes)).isEmpty();
        }
    }

    private static byte[] tar(Object... namesAndContents) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (int at = 0; at < namesAndContents.length; at += 2) {
            byte[] name = ((String) namesAndContents[at]).getBytes(US_ASCII);
            byte[] content = (byte[]) namesAndContents[at + 1];
            byte[] header = new byte[512];
            System.arraycopy(name, 0, header, 0, name.length);
            byte[] size = "%011o".formatted(content.length).getBytes(US_ASCII);
            System.arraycopy(size, 0, header, 124, size.length);
            tar.writeBytes(header);
            tar.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
        }
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
