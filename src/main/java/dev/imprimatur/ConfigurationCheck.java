package dev.imprimatur;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Stops the start over two mistakes that would otherwise pass unseen: a misspelt {@code
 * imprimatur.…} property, which would be ignored, so that a limit somebody wrote down never held;
 * and a reference to a variable that nobody set, whose very text would become the value, so that an
 * index's secret would be one that everybody can guess.
 *
 * <p>What is known is read from our configuration records, so there is no second list. Environment
 * variables are not looked at: their names cannot be told apart well enough ({@code
 * IMPRIMATUR_PUBLIC_URL} has two readings), and deployments keep variables of their own under our
 * prefix.
 */
final class ConfigurationCheck implements BeanFactoryPostProcessor {

    private static final ConfigurationPropertyName OURS =
            ConfigurationPropertyName.of("imprimatur");

    private static final ConfigurationPropertyName DATABASE =
            ConfigurationPropertyName.of("spring.datasource");

    private static final ConfigurationPropertyName MAIL =
            ConfigurationPropertyName.of("spring.mail");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)}");

    private final Environment environment;

    ConfigurationCheck(Environment environment) {
        this.environment = environment;
    }

    /** Before any bean exists: a misspelt name is reported, not the value missed for want of it. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<Section> sections = sections(beans);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream()
                        .filter(OURS::isAncestorOf)
                        .forEach(name -> refuseUnknown(name, source, sections));
                names.stream()
                        .filter(
                                name ->
                                        Stream.of(OURS, DATABASE, MAIL)
                                                .anyMatch(it -> it.isAncestorOf(name)))
                        .forEach(name -> refuseUnset(name, source));
            }
        }
    }

    private void refuseUnset(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property != null && property.getValue() instanceof CharSequence text) {
            Matcher reference = REFERENCE.matcher(environment.resolvePlaceholders(text.toString()));
            if (reference.find()) {
                throw new ConfigurationException(
                        "%s%s refers to ${%s}, which is not set."
                                .formatted(
                                        name,
                                        PropertyFailures.place(property.getOrigin()),
                                        reference.group(1)));
            }
        }
    }

    private static void refuseUnknown(
            ConfigurationPropertyName name,
            ConfigurationPropertySource source,
            List<Section> sections) {
        for (int length = 2; length <= name.getNumberOfElements(); length++) {
            ConfigurationPropertyName head = name.chop(length);
            if (sections.stream().noneMatch(section -> section.knows(head))) {
                ConfigurationPropertyName parent = name.chop(length - 1);
                throw new ConfigurationException(
                        "%s%s is not a property of Imprimatur; under %s it knows %s."
                                .formatted(
                                        head,
                                        PropertyFailures.place(
                                                Origin.from(source.getConfigurationProperty(name))),
                                        parent,
                                        known(parent, sections)));
            }
        }
    }

    private static String known(ConfigurationPropertyName parent, List<Section> sections) {
        TreeSet<String> members = new TreeSet<>();
        sections.forEach(section -> members.addAll(section.members(parent)));
        return members.isEmpty() ? "nothing" : members.stream().collect(joining(", "));
    }

    private static List<Section> sections(ConfigurableListableBeanFactory beans) {
        return Stream.of(beans.getBeanDefinitionNames())
                .map(name -> beans.getBeanDefinition(name).getBeanClassName())
                .filter(Objects::nonNull)
                .filter(type -> type.startsWith(Imprimatur.class.getPackageName() + "."))
                .map(type -> ClassUtils.resolveClassName(type, beans.getBeanClassLoader()))
                .filter(type -> type.isAnnotationPresent(ConfigurationProperties.class))
                .map(Section::of)
                .toList();
    }

    /** One configuration record and the place in the tree of properties where it begins. */
    private record Section(ConfigurationPropertyName prefix, ResolvableType type) {

        static Section of(Class<?> type) {
            ConfigurationProperties annotation =
                    Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class));
            String prefix =
                    annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
            return new Section(ConfigurationPropertyName.of(prefix), ResolvableType.forClass(type));
        }

        boolean knows(ConfigurationPropertyName name) {
            return name.equals(prefix)
                    || name.isAncestorOf(prefix)
                    || (prefix.isAncestorOf(name) && !at(name).isEmpty());
        }

        Collection<String> members(ConfigurationPropertyName parent) {
            if (parent.isAncestorOf(prefix)) {
                return List.of(prefix.getElement(parent.getNumberOfElements(), Form.ORIGINAL));
            }
            if (!parent.equals(prefix) && !prefix.isAncestorOf(parent)) {
                return List.of();
            }
            return at(parent).stream()
                    .filter(type -> type.toClass().isRecord())
                    .flatMap(type -> Arrays.stream(type.toClass().getRecordComponents()))
                    .map(Section::written)
                    .toList();
        }

        /** The type that a name leads to, as the only element; empty where it leads nowhere. */
        private List<ResolvableType> at(ConfigurationPropertyName name) {
            List<ResolvableType> here = List.of(type);
            for (int i = prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
                List<ResolvableType> next = new ArrayList<>();
                for (ResolvableType at : here) {
                    next.addAll(below(at, name.getElement(i, Form.UNIFORM)));
                }
                here = next;
            }
            return here;
        }

        /** What is neither a record, a map nor a list takes anything: its own parser will judge. */
        private static List<ResolvableType> below(ResolvableType type, String element) {
            Class<?> raw = type.toClass();
            if (raw.isRecord()) {
                return Arrays.stream(raw.getRecordComponents())
                        .filter(component -> uniform(component).equals(element))
                        .map(RecordComponent::getGenericType)
                        .map(member -> ResolvableType.forType(member, type))
                        .toList();
            }
            if (Map.class.isAssignableFrom(raw)) {
                return List.of(type.asMap().getGeneric(1));
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return List.of(type.asCollection().getGeneric(0));
            }
            return List.of(type);
        }

        private static String uniform(RecordComponent component) {
            return ConfigurationPropertyName.of(written(component)).getElement(0, Form.UNIFORM);
        }

        /** The component as configuration spells it; {@code @Name} is kept with its field. */
        private static String written(RecordComponent component) {
            try {
                Name name =
                        component
                                .getDeclaringRecord()
                                .getDeclaredField(component.getName())
                                .getAnnotation(Name.class);
                return name != null
                        ? name.value()
                        : DataObjectPropertyName.toDashedForm(component.getName());
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
