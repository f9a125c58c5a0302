package dev.imprimatur.sandbox.gems;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the little that an index of gems is made of as Ruby's {@code Marshal} 4.8, which is what
 * the gem client reads. Every text and symbol is written out in full: references are never needed.
 */
final class Marshal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Marshal() {}

    /** The list that the client looks a name up in. */
    static byte[] list(List<GemFile> gems) {
        List<@Nullable Object> rows = new ArrayList<>();
        for (GemFile gem : gems) {
            rows.add(Arrays.asList(gem.name(), new Version(gem.version()), gem.platform()));
        }
        return document(rows);
    }

    /** The specification of one gem; the sandbox's gems depend on nothing. */
    static byte[] specification(GemFile gem) {
        List<@Nullable Object> none = List.of();
        List<@Nullable Object> fields =
                Arrays.asList(
                        "3.3.15",
                        4,
                        gem.name(),
                        new Version(gem.version()),
                        null,
                        "A gem of the sandbox",
                        new Anything(),
                        new Anything(),
                        gem.platform(),
                        none,
                        "",
                        null,
                        none,
                        null,
                        null,
                        true,
                        gem.platform(),
                        none,
                        null);
        Marshal outer = new Marshal();
        outer.begin();
        outer.out.write('u');
        outer.symbol("Gem::Specification");
        outer.bytes(document(fields));
        return outer.out.toByteArray();
    }

    private record Version(String text) {}

    /** The requirement that every version meets. */
    private record Anything() {}

    private static byte[] document(@Nullable Object value) {
        Marshal marshal = new Marshal();
        marshal.begin();
        marshal.write(value);
        return marshal.out.toByteArray();
    }

    private void begin() {
        out.write(4);
        out.write(8);
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.write('0');
            case Boolean truth -> out.write(truth ? 'T' : 'F');
            case Integer number -> {
                out.write('i');
                number(number);
            }
            case String text -> {
                out.write('I');
                out.write('"');
                bytes(text.getBytes(UTF_8));
                number(1);
                symbol("E");
                out.write('T');
            }
            case List<?> list -> {
                out.write('[');
                number(list.size());
                list.forEach(this::write);
            }
            case Version(String text) -> object("Gem::Version", List.of(text));
            case Anything() ->
                    object("Gem::Requirement", List.of(List.of(List.of(">=", new Version("0")))));
            default -> throw new IllegalArgumentException("Nothing that an index holds");
        }
    }

    private void object(String type, List<?> state) {
        out.write('U');
        symbol(type);
        write(state);
    }

    private void symbol(String name) {
        out.write(':');
        bytes(name.getBytes(UTF_8));
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    /** Not below nothing; small ones are moved by five, others follow the number of their bytes. */
    private void number(int number) {
        if (number == 0) {
            out.write(0);
        } else if (number < 123) {
            out.write(number + 5);
        } else {
            int length = (Integer.SIZE - Integer.numberOfLeadingZeros(number) + 7) / 8;
            out.write(length);
            for (int at = 0; at < length; at++) {
                out.write(number >> (8 * at));
            }
        }
    }
}
