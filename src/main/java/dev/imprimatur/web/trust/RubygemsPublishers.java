package dev.imprimatur.web.trust;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.Problem.InvalidField;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publishers in the words of RubyGems' API: those of a gem that is there and those of one that is
 * not yet are the same but for the envelope.
 */
@Component
class RubygemsPublishers {

    private static final String TYPE = "trusted_publisher_type";
    private static final String PUBLISHER = "trusted_publisher";

    /** The name of a gem that is not there yet. */
    static final String NAME = "rubygem_name";

    private final TrustCalls calls;
    private final Providers providers;

    RubygemsPublishers(TrustCalls calls, Providers providers) {
        this.calls = calls;
        this.providers = providers;
    }

    /** A publisher as the tools read it. */
    record Shown(
            long id, String trustedPublisherType, Map<String, @Nullable String> trustedPublisher) {}

    /** What a tool wants to register. */
    record Wish(RubygemsPublisherType type, JsonNode name, ObjectNode publisher) {}

    /**
     * Reads a body.
     *
     * @param members those that it may have beside the publisher
     * @throws ProblemException with 422 where it does not say one publisher of a known kind
     */
    Wish read(HttpServletRequest request, Set<String> members) throws IOException {
        ObjectNode body =
                JsonBody.read(request)
                        .orElseThrow(() -> invalid("base", "The body must be one JSON object"));
        RubygemsPublisherType type =
                Optional.of(body.path(TYPE))
                        .filter(JsonNode::isString)
                        .flatMap(name -> RubygemsPublisherType.of(name.stringValue()))
                        .orElseThrow(
                                () ->
                                        invalid(
                                                TYPE,
                                                "Unsupported trusted publisher type; it must be one of "
                                                        + String.join(", ", types())));
        if (!(body.path(PUBLISHER) instanceof ObjectNode publisher)) {
            throw invalid(PUBLISHER, "must be an object");
        }
        if (!body.propertyNames().stream()
                .allMatch(
                        name ->
                                name.equals(TYPE)
                                        || name.equals(PUBLISHER)
                                        || members.contains(name))) {
            throw invalid("base", "There is a member that is not known here");
        }
        List<InvalidField> mistakes = type.mistakes(publisher);
        if (!mistakes.isEmpty()) {
            throw invalid(mistakes);
        }
        return new Wish(type, body.path(NAME), publisher);
    }

    /** Adds a publisher, and shows it. */
    Shown add(PackageIndex index, String name, Wish wish, AccountPrincipal account) {
        RubygemsPublisherType type = wish.type();
        try {
            ProviderDefinition provider = calls.provider(type.provider());
            RegisteredPublisher added =
                    calls.add(index, name, provider, type.fields(wish.publisher()), account);
            return show(added).orElseThrow(RubygemsPublishers::unsayable);
        } catch (ProblemException e) {
            throw new ProblemException(inTheirWords(e.problem(), type));
        }
    }

    /**
     * The publishers of a project, but for those that cannot be said: see {@link
     * RubygemsPublisherType}.
     */
    List<Shown> of(RegisteredProject project) {
        return calls.page(project, 0, Integer.MAX_VALUE).stream()
                .flatMap(publisher -> show(publisher).stream())
                .toList();
    }

    /**
     * One of them.
     *
     * @throws ProblemException with 404 where it is not among them
     */
    Shown of(RegisteredProject project, String id) {
        return show(calls.publisher(project, TrustCalls.id(id)))
                .orElseThrow(RubygemsPublishers::unsayable);
    }

    private static ProblemException unsayable() {
        return ProblemException.notFound(
                "The members of this API cannot say what this publisher trusts; it is managed with"
                        + " the management API");
    }

    private Optional<Shown> show(RegisteredPublisher publisher) {
        return Arrays.stream(RubygemsPublisherType.values())
                .flatMap(type -> show(publisher, type).stream())
                .findFirst();
    }

    private Optional<Shown> show(RegisteredPublisher publisher, RubygemsPublisherType type) {
        return providers
                .knownAs(type.provider())
                .filter(provider -> provider.id().equals(publisher.provider()))
                .flatMap(provider -> type.show(publisher, provider.label()))
                .map(shown -> new Shown(publisher.id(), type.wireName(), shown));
    }

    /** Their API has one status for whatever cannot be saved, and members of its own. */
    private static Problem inTheirWords(Problem problem, RubygemsPublisherType type) {
        return switch (problem.code()) {
            case INVALID_FIELDS ->
                    problem.withFields(
                            problem.fields().stream()
                                    .map(invalid -> renamed(invalid, type))
                                    .toList());
            case DUPLICATE -> unprocessable(problem, "base");
            case NAME_TAKEN -> unprocessable(problem, NAME);
            default -> problem;
        };
    }

    private static InvalidField renamed(InvalidField invalid, RubygemsPublisherType type) {
        String member =
                switch (invalid.field()) {
                    case "provider" -> TYPE;
                    case "name" -> NAME;
                    default -> type.memberOf(invalid.field());
                };
        return new InvalidField(member, invalid.code(), invalid.message(), invalid.members());
    }

    private static Problem unprocessable(Problem problem, String member) {
        return problem.withStatus(HttpStatus.UNPROCESSABLE_CONTENT.value())
                .withFields(
                        List.of(new InvalidField(member, problem.code().code(), problem.detail())));
    }

    static ProblemException invalid(String member, String sentence) {
        return invalid(List.of(new InvalidField(member, "invalid", sentence)));
    }

    private static ProblemException invalid(List<InvalidField> mistakes) {
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, "The publisher was not registered")
                        .withFields(mistakes));
    }

    private static List<String> types() {
        return Stream.of(RubygemsPublisherType.values())
                .map(RubygemsPublisherType::wireName)
                .toList();
    }
}
