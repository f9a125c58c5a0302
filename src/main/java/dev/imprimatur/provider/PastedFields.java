package dev.imprimatur.provider;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people paste into a field, an address or a path, for what the field takes, and says
 * so. Nothing is guessed: two fields that name different repositories are an error, and so is an
 * address on another host than the provider's.
 */
final class PastedFields {

    /** Longer is no address of anything, and is refused for its length later. */
    static final int LONGEST = 2048;

    /** The address of a file names its repository, too. */
    private static final List<Paste> BY_WHAT_THEY_SAY =
            List.of(Paste.WORKFLOW_FILE, Paste.FILE, Paste.OWNER, Paste.NAMESPACE);

    private final ProviderDefinition definition;
    private final URI web;
    private final String server;
    private final boolean nested;
    private final Map<String, String> before;
    private final Map<String, String> fields;
    private final Map<FieldRule, Place> places = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    private PastedFields(
            ProviderDefinition definition,
            URI web,
            Map<String, String> filledIn,
            Map<String, String> before) {
        this.definition = definition;
        this.web = web;
        this.server = Match.lower(web.getAuthority());
        this.nested = definition.fields().stream().anyMatch(f -> f.paste() == Paste.NAMESPACE);
        this.fields = new TreeMap<>(filledIn);
        this.before = before;
    }

    /**
     * Reads the fields of a definition.
     *
     * @param filledIn none of them blank
     * @param before what the publisher has already, which the address of a file must fit
     */
    static ProviderDefinition.Pasted read(
            ProviderDefinition definition,
            Map<String, String> filledIn,
            Map<String, String> before) {
        URI web = definition.webAddress();
        return web == null
                ? new ProviderDefinition.Pasted(filledIn, List.of(), List.of())
                : new PastedFields(definition, web, filledIn, before).read();
    }

    /** Whether a text is an address below that where people see a provider's repositories. */
    static boolean isAddressOf(ProviderDefinition definition, String text) {
        URI web = definition.webAddress();
        if (web == null || text.length() > LONGEST) {
            return false;
        }
        PastedFields reader = new PastedFields(definition, web, Map.of(), Map.of());
        return Place.address(text, reader.server).filter(reader::isHere).isPresent();
    }

    /** Reads all that one address says: that of a file, else that of a repository. */
    static ProviderDefinition.Pasted readAddress(ProviderDefinition definition, String text) {
        List<FieldError> errors = List.of();
        for (Paste wanted : BY_WHAT_THEY_SAY) {
            for (FieldRule field : definition.fields()) {
                if (field.paste() == wanted) {
                    ProviderDefinition.Pasted read =
                            read(definition, Map.of(field.name(), text), Map.of());
                    if (read.errors().isEmpty()) {
                        return withoutOtherFiles(definition, read);
                    }
                    errors = read.errors();
                }
            }
        }
        return new ProviderDefinition.Pasted(Map.of(), List.of(), errors);
    }

    /** Somebody who has a README open means its repository, and no workflow of this name. */
    private static ProviderDefinition.Pasted withoutOtherFiles(
            ProviderDefinition definition, ProviderDefinition.Pasted read) {
        Map<String, String> fields = new TreeMap<>(read.fields());
        for (FieldRule field : definition.fields()) {
            if (field.paste() == Paste.WORKFLOW_FILE || field.paste() == Paste.FILE) {
                fields.computeIfPresent(
                        field.name(), (name, file) -> field.takes(file) ? file : null);
            }
        }
        return new ProviderDefinition.Pasted(fields, read.notes(), read.errors());
    }

    private ProviderDefinition.Pasted read() {
        for (FieldRule field : definition.fields()) {
            String text = fields.get(field.name());
            if (field.paste() != null && text != null && text.length() <= LONGEST) {
                read(field, field.paste(), text);
            }
        }
        places.forEach(this::take);
        return new ProviderDefinition.Pasted(fields, notes, errors);
    }

    private void read(FieldRule field, Paste paste, String text) {
        Optional<Place.Address> address = Place.address(text, server);
        if (address.isPresent()) {
            readAddress(field, address.get());
            return;
        }
        switch (paste) {
            case OWNER -> readPath(field, text);
            case REPOSITORY -> readPath(field, text);
            case NAMESPACE -> readPlain(field, text, String.join("/", Place.parts(text)));
            case FILE -> readPlain(field, text, fromRoot(text));
            case REPOSITORY_FILE -> readPlain(field, text, withoutRef(fromRoot(text)));
            case WORKFLOW_FILE -> readWorkflow(field, text);
        }
    }

    private String base() {
        return String.join("/", Place.parts(web.getPath()));
    }

    private boolean isHere(Place.Address address) {
        String base = base();
        String path = address.path();
        boolean below = base.isEmpty() || path.equals(base) || path.startsWith(base + "/");
        return address.isAt(server) && below;
    }

    private void readAddress(FieldRule field, Place.Address address) {
        if (!isHere(address)) {
            errors.add(
                    new FieldError(
                            field.name(),
                            "other-host",
                            "%s holds an address that is not one of %s: those begin with %s"
                                    .formatted(field.label(), definition.label(), web)));
            return;
        }
        place(field, Place.of(address.path().substring(base().length()), nested));
    }

    /** A path of two parts and more is that of a repository. */
    private void readPath(FieldRule field, String text) {
        List<String> parts = Place.parts(text);
        if (parts.size() == 2 || nested && parts.size() > 2) {
            place(field, Place.of(String.join("/", parts), nested));
        } else if (parts.size() == 1) {
            boolean repository = field.paste() == Paste.REPOSITORY;
            String name = parts.getFirst();
            readPlain(field, text, repository ? Place.withoutGit(name) : name);
        }
    }

    /** As GitHub writes it into {@code workflow_ref}, or any end of that. */
    private void readWorkflow(FieldRule field, String text) {
        String path = withoutRef(fromRoot(text));
        List<String> parts = Place.parts(path);
        if (parts.size() == 5 && parts.get(2).equals(".github")) {
            place(field, Place.of(path, false));
        } else {
            readPlain(field, text, Place.workflowName(path));
        }
    }

    private void readPlain(FieldRule field, String text, String read) {
        if (!read.equals(text) && !read.isEmpty()) {
            fields.put(field.name(), read);
            notes.add("%s was shortened to what belongs into it".formatted(field.label()));
        }
    }

    private void place(FieldRule field, Place place) {
        Paste paste = Objects.requireNonNull(field.paste());
        if (!paste.isOfRepository() && place.file() == null) {
            errors.add(
                    new FieldError(
                            field.name(),
                            "no-file",
                            field.label() + " holds an address that names no file"));
            return;
        }
        fields.remove(field.name());
        places.put(field, place);
    }

    private void take(FieldRule field, Place place) {
        List<String> read = new ArrayList<>();
        String file = place.file();
        if (field.paste() == Paste.REPOSITORY_FILE) {
            put(field, place.owner() + "/" + place.repository() + "/" + file, read);
        } else {
            for (FieldRule part : definition.fields()) {
                if (part.paste() == Paste.OWNER || part.paste() == Paste.NAMESPACE) {
                    agree(field, part, place.owner(), read);
                } else if (part.paste() == Paste.REPOSITORY) {
                    agree(field, part, place.repository(), read);
                }
            }
            if (file != null && field.paste() == Paste.WORKFLOW_FILE) {
                put(field, Place.workflowName(file), read);
            } else if (file != null && field.paste() == Paste.FILE) {
                put(field, file, read);
            }
        }
        if (!read.isEmpty()) {
            notes.add("Read %s from what is in %s".formatted(and(read), field.label()));
        }
    }

    private void put(FieldRule field, String value, List<String> read) {
        fields.put(field.name(), value);
        read.add(field.label());
    }

    /** A part of the repository is taken where nothing else says it, and must be the same else. */
    private void agree(FieldRule from, FieldRule part, String value, List<String> read) {
        if (value.isEmpty()) {
            return;
        }
        String other = otherwise(from, part);
        if (other == null) {
            put(part, value, read);
        } else if (!part.match().comparable(other).equals(part.match().comparable(value))) {
            errors.add(
                    new FieldError(
                            from.name(),
                            "conflict",
                            "%s names another repository than the other fields: %s differs"
                                    .formatted(from.label(), part.label())));
        }
    }

    private @Nullable String otherwise(FieldRule from, FieldRule part) {
        String filledIn = fields.get(part.name());
        boolean aboutFile = !Objects.requireNonNull(from.paste()).isOfRepository();
        return filledIn == null && aboutFile ? before.get(part.name()) : filledIn;
    }

    private static String fromRoot(String path) {
        String rest = path.startsWith("./") ? path.substring(1) : path;
        while (rest.startsWith("/")) {
            rest = rest.substring(1);
        }
        return rest;
    }

    /** What stands behind the @ is a ref, unless the whole is the name of a file that has one. */
    private static String withoutRef(String path) {
        int at = path.indexOf("ml@");
        return at < 0 || path.endsWith(".yml") || path.endsWith(".yaml")
                ? path
                : path.substring(0, at + "ml".length());
    }

    private static String and(List<String> labels) {
        return labels.size() == 1
                ? labels.getFirst()
                : String.join(", ", labels.subList(0, labels.size() - 1))
                        + " and "
                        + labels.getLast();
    }
}
