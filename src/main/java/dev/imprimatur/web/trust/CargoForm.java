package dev.imprimatur.web.trust;

import dev.imprimatur.publisher.RegisteredPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How cargo's API says a publisher of one CI provider: each has members of its own for the same few
 * fields.
 *
 * @param provider what the clients of this API call the provider
 * @param members those that stand for a field of the provider's definition
 * @param ownerId the member with the id of the owner, and the pin that it is
 * @param unbound what stands there for a publisher that is not bound yet
 */
record CargoForm(String provider, List<Member> members, String ownerId, @Nullable Long unbound) {

    static final CargoForm GITHUB =
            new CargoForm(
                    "github",
                    List.of(
                            new Member("repository_owner", "owner"),
                            new Member("repository_name", "repository"),
                            new Member("workflow_filename", "workflow"),
                            new Member("environment", "environment")),
                    "repository_owner_id",
                    // Typed clients want a number here; no account of GitHub has this one.
                    0L);

    static final CargoForm GITLAB =
            new CargoForm(
                    "gitlab",
                    List.of(
                            new Member("namespace", "namespace"),
                            new Member("project", "project"),
                            new Member("workflow_filepath", "ci_file"),
                            new Member("environment", "environment")),
                    "namespace_id",
                    null);

    /**
     * A member, and the field that it stands for.
     *
     * @param name here
     * @param field in the provider's definition
     */
    record Member(String name, String field) {}

    /** What is around one in a body; with an s at its end, around many. */
    String envelope() {
        return provider + "_config";
    }

    /** The names of all fields that it can say. */
    List<String> fields() {
        return members.stream().map(Member::field).toList();
    }

    /**
     * What this API calls what the registry says is wrong: a field, the project's name, or the
     * provider, which is in the address here.
     */
    String memberOf(String field) {
        return members.stream()
                .filter(member -> member.field().equals(field))
                .map(Member::name)
                .findFirst()
                .orElse(field.equals("name") ? "crate" : envelope());
    }

    /** A publisher as this API says it; those that it cannot say in full do not come here. */
    Map<String, @Nullable Object> view(String crate, RegisteredPublisher publisher) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", publisher.id());
        view.put("crate", crate);
        members.forEach(member -> view.put(member.name(), publisher.fields().get(member.field())));
        view.put(ownerId, owner(publisher));
        view.put("created_at", publisher.createdAt());
        return view;
    }

    private @Nullable Long owner(RegisteredPublisher publisher) {
        String pin = publisher.pins() == null ? null : publisher.pins().get(ownerId);
        // What an operator's definition calls an id need not be a number of this size.
        return pin != null && pin.matches("[0-9]{1,18}") ? Long.valueOf(pin) : unbound;
    }
}
