package dev.imprimatur;

import static dev.imprimatur.StartupFailures.first;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says which property is wrong or missing, where it was set, and what it wants.
 *
 * <p>No value is ever shown, whatever the property is called: a secret under the wrong name, or a
 * password inside a URL, would end up in a log.
 */
final class PropertyFailures {

    private static final Pattern UNCONVERTIBLE =
            Pattern.compile("Failed to convert to type ([\\w.$]+)");

    private PropertyFailures() {}

    static Optional<String> sentence(List<Throwable> chain) {
        return first(chain, PlaceholderResolutionException.class)
                .map(unset -> placeholder(chain, unset))
                .or(
                        () ->
                                first(chain, BindValidationException.class)
                                        .map(PropertyFailures::invalid))
                .or(
                        () ->
                                first(chain, UnboundConfigurationPropertiesException.class)
                                        .map(PropertyFailures::unknown))
                .or(
                        () ->
                                first(chain, InvalidConfigurationPropertyValueException.class)
                                        .map(PropertyFailures::rejected))
                .or(() -> first(chain, BindException.class).map(wrong -> unusable(chain, wrong)));
    }

    private static String placeholder(List<Throwable> chain, PlaceholderResolutionException unset) {
        String where =
                first(chain, BindException.class)
                        .map(PropertyFailures::name)
                        .orElse("A configuration value");
        return "%s refers to ${%s}, which is not set.".formatted(where, unset.getPlaceholder());
    }

    private static String invalid(BindValidationException invalid) {
        ValidationErrors errors = invalid.getValidationErrors();
        return errors.getAllErrors().stream()
                        .map(error -> invalid(errors, error))
                        .sorted()
                        .distinct()
                        .collect(joining("; "))
                + ".";
    }

    private static String invalid(ValidationErrors errors, ObjectError error) {
        String field = error instanceof FieldError of ? of.getField() : "";
        String message = String.valueOf(error.getDefaultMessage());
        return propertyName(errors.getName().toString(), field)
                + place(Origin.from(error))
                + " "
                + message.replaceAll("\\.$", "");
    }

    /** From {@code indexes[pypi].uploadUrl}, as Java has it, to {@code indexes.pypi.upload-url}. */
    private static String propertyName(String prefix, String field) {
        StringBuilder name = new StringBuilder(prefix);
        for (String element : field.split("\\.(?![^\\[]*])", -1)) {
            String member = element.replaceAll("\\[.*", "");
            if (!member.isEmpty()) {
                name.append('.').append(DataObjectPropertyName.toDashedForm(member));
            }
            String key = element.substring(member.length());
            name.append(key.replaceAll("\\[([a-z0-9-]*[a-z-][a-z0-9-]*)]", ".$1"));
        }
        return name.toString();
    }

    private static String unknown(UnboundConfigurationPropertiesException unknown) {
        return unknown.getUnboundProperties().stream()
                        .map(property -> property.getName() + place(property.getOrigin()))
                        .collect(joining(", "))
                + " is not a property of Imprimatur.";
    }

    /** Boot's own reading of a property: its reason tells the Java type, or is prose. */
    private static String rejected(InvalidConfigurationPropertyValueException rejected) {
        String reason = String.valueOf(rejected.getReason()).replaceAll("\\.$", "");
        Matcher unconvertible = UNCONVERTIBLE.matcher(reason);
        if (unconvertible.matches()) {
            Class<?> wanted = ClassUtils.resolveClassName(unconvertible.group(1), null);
            return "%s wants %s.".formatted(rejected.getName(), wish(wanted));
        }
        String value = String.valueOf(rejected.getValue());
        return "%s is not usable: %s."
                .formatted(
                        rejected.getName(), value.isEmpty() ? reason : reason.replace(value, "…"));
    }

    private static String unusable(List<Throwable> chain, BindException wrong) {
        TypeDescriptor wanted =
                first(chain, ConversionFailedException.class)
                        .map(ConversionFailedException::getTargetType)
                        .or(
                                () ->
                                        first(chain, ConverterNotFoundException.class)
                                                .map(ConverterNotFoundException::getTargetType))
                        .orElse(null);
        return wanted == null
                ? "%s wants members that fit together.".formatted(name(wrong))
                : "%s wants %s.".formatted(name(wrong), wish(wanted.getType()));
    }

    private static String name(BindException wrong) {
        ConfigurationProperty property = wrong.getProperty();
        return wrong.getName() + (property == null ? "" : place(property.getOrigin()));
    }

    private static String wish(Class<?> type) {
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed.isEnum()) {
            return "one of "
                    + Stream.of(boxed.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                            .sorted()
                            .collect(joining(", "));
        }
        if (boxed == Boolean.class) {
            return "true or false";
        }
        if (Stream.of(Integer.class, Long.class, Short.class).anyMatch(boxed::equals)) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(boxed)) {
            return "a number";
        }
        if (boxed == Duration.class || boxed == Period.class) {
            return "a length of time, such as 90s, 15m, 12h or 7d";
        }
        if (boxed == Instant.class) {
            return "an instant, such as 2026-01-31T12:00:00Z";
        }
        if (boxed == DataSize.class) {
            return "a size, such as 64KB";
        }
        if (boxed == URI.class || boxed == URL.class) {
            return "a URL";
        }
        if (boxed == Path.class || Resource.class.isAssignableFrom(boxed)) {
            return "the path of a file";
        }
        if (boxed == String.class) {
            return "a single text";
        }
        return Iterable.class.isAssignableFrom(boxed) || boxed.isArray()
                ? "a list of usable values"
                : "a section with members of its own";
    }

    /** Where a property was set, in brackets and with a space in front; empty if nobody knows. */
    static String place(@Nullable Origin origin) {
        return switch (origin) {
            case PropertySourceOrigin wrapper -> place(wrapper.getOrigin());
            case SystemEnvironmentOrigin variable ->
                    " (environment variable %s)".formatted(variable.getProperty());
            case TextResourceOrigin text when text.getResource() != null -> {
                String file =
                        String.valueOf(text.getResource())
                                .replaceAll("^.*?\\[(?:file:)?(.*?)].*$", "$1");
                TextResourceOrigin.Location location = text.getLocation();
                yield location == null
                        ? " (%s)".formatted(file)
                        : " (%s, line %d)".formatted(file, location.getLine() + 1);
            }
            case null, default -> "";
        };
    }
}
