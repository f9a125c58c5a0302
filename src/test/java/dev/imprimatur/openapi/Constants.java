package dev.imprimatur.openapi;

import static java.util.Locale.ROOT;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.springframework.util.ClassUtils;

/**
 * Reads limits and patterns where the code has them, so that they are written once: {@code
 * $ApiTokenForm.NAME} is the value of a constant, {@code $Role} the names of an enum.
 */
final class Constants {

    private static final List<String> ROOMS =
            List.of(
                    "web.registry",
                    "web.index",
                    "web",
                    "publisher",
                    "token",
                    "project",
                    "provider",
                    "account",
                    "killswitch",
                    "audit",
                    "identity");

    private Constants() {}

    /** A word of the file, or what it stands for. */
    static Object resolve(String key, Object word) {
        if (!(word instanceof String text) || !text.startsWith("$")) {
            return word;
        }
        Object value = value(text.substring(1));
        // The code compares whole texts; a JSON Schema looks for a part.
        return key.equals("pattern") ? "^(?:" + value + ")$" : value;
    }

    /** A type by its name within its room, such as {@code ApiTokenForm.Wish}. */
    static Class<?> type(String name) {
        return ROOMS.stream()
                .map(room -> "dev.imprimatur." + room + "." + name)
                .filter(full -> ClassUtils.isPresent(full, null))
                .findFirst()
                .<Class<?>>map(full -> ClassUtils.resolveClassName(full, null))
                .orElseThrow(() -> new IllegalStateException("No type is called " + name));
    }

    /** The name of a type within its room. */
    static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static Object value(String name) {
        int dot = name.lastIndexOf('.');
        boolean constant =
                name.substring(dot + 1).equals(name.substring(dot + 1).toUpperCase(ROOT));
        try {
            if (!constant) {
                return Arrays.stream(type(name).getEnumConstants()).map(Constants::wire).toList();
            }
            Field field = type(name.substring(0, dot)).getDeclaredField(name.substring(dot + 1));
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("openapi.yml names $" + name, e);
        }
    }

    private static String wire(Object constant) {
        try {
            var method = constant.getClass().getMethod("wireName");
            method.setAccessible(true);
            return (String) method.invoke(constant);
        } catch (NoSuchMethodException e) {
            return ((Enum<?>) constant).name().toLowerCase(ROOT).replace('_', '-');
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
