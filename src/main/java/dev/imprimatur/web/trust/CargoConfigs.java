package dev.imprimatur.web.trust;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.PlainPublishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publishers of crates as cargo's API has them, whichever CI provider they are of. Members that
 * this API does not have are passed over, as its clients expect.
 */
@Component
class CargoConfigs {

    private final TrustCalls trust;
    private final PlainPublishers publishers;

    CargoConfigs(TrustCalls trust, PlainPublishers publishers) {
        this.trust = trust;
        this.publishers = publishers;
    }

    /** Some of a crate's, and how many there are. */
    record Listed(List<Map<String, @Nullable Object>> configs, Meta meta) {}

    record Meta(long total, @Nullable String nextPage) {}

    /**
     * Adds one.
     *
     * @throws ProblemException saying why it is not added
     */
    Map<String, @Nullable Object> create(
            CargoForm form, HttpServletRequest request, AccountPrincipal account)
            throws IOException {
        PackageIndex index = trust.index(request, Ecosystem.CARGO);
        Wish wish = read(form, request);
        try {
            RegisteredPublisher added =
                    trust.add(
                            index,
                            wish.crate(),
                            trust.provider(form.provider()),
                            wish.fields(),
                            account);
            return form.view(
                    trust.project(index, wish.crate(), account, Right.VIEW).name().display(),
                    added);
        } catch (ProblemException e) {
            throw new ProblemException(inItsWords(e.problem(), form));
        }
    }

    /** Those of a crate that this API can say in full. */
    Listed list(
            CargoForm form, CargoPage page, HttpServletRequest request, AccountPrincipal account) {
        PackageIndex index = trust.index(request, Ecosystem.CARGO);
        PlainPublishers.Form plain = plain(form);
        RegisteredProject project = trust.project(index, page.crate(), account, Right.VIEW);
        List<RegisteredPublisher> found =
                publishers.page(project, plain, page.after(), page.fetch());
        boolean isLast = found.size() <= page.size();
        List<RegisteredPublisher> shown = isLast ? found : found.subList(0, page.size());
        return new Listed(
                shown.stream().map(each -> form.view(project.name().display(), each)).toList(),
                new Meta(
                        page.isFirst() && isLast ? shown.size() : publishers.count(project, plain),
                        isLast ? null : page.next(shown.getLast().id())));
    }

    /** Removes one of those that are listed. */
    void delete(CargoForm form, long id, HttpServletRequest request, AccountPrincipal account) {
        PackageIndex index = trust.index(request, Ecosystem.CARGO);
        PlainPublishers.Form plain = plain(form);
        RegisteredProject project = trust.projectOf(index, id, account, Right.PUBLISH);
        if (!publishers.contains(project, plain, id)) {
            throw ProblemException.notFound(
                    "This API has no such publisher; the management API has those, too, that are narrowed further, switched off, or of another provider");
        }
        trust.remove(project, id, account);
    }

    private PlainPublishers.Form plain(CargoForm form) {
        return new PlainPublishers.Form(trust.provider(form.provider()).id(), form.fields());
    }

    private record Wish(String crate, Map<String, @Nullable String> fields) {}

    private static Wish read(CargoForm form, HttpServletRequest request) throws IOException {
        ObjectNode body =
                JsonBody.read(request)
                        .orElseThrow(
                                () ->
                                        CargoPage.refused(
                                                "Send a JSON object with the member %s, in which no member comes twice"
                                                        .formatted(form.envelope())));
        if (!(body.get(form.envelope()) instanceof ObjectNode config)) {
            throw CargoPage.refused(
                    "%s is missing, or is not a JSON object".formatted(form.envelope()));
        }
        List<Problem.InvalidField> wrong = new ArrayList<>();
        String crate = text(config, "crate", wrong);
        if (crate == null && wrong.isEmpty()) {
            wrong.add(new Problem.InvalidField("crate", "required", "The crate is missing"));
        }
        Map<String, @Nullable String> fields = new HashMap<>();
        form.members().forEach(each -> fields.put(each.field(), text(config, each.name(), wrong)));
        String environment = fields.get("environment");
        if (environment != null && environment.isBlank()) {
            // Elsewhere it stands for any environment, which is not what somebody means who names
            // one.
            wrong.add(
                    new Problem.InvalidField(
                            "environment",
                            "invalid",
                            "The environment is empty; leave it out, or send null, to trust any"));
        }
        if (crate == null || !wrong.isEmpty()) {
            throw invalid(wrong);
        }
        return new Wish(crate, fields);
    }

    private static @Nullable String text(
            ObjectNode config, String member, List<Problem.InvalidField> wrong) {
        JsonNode value = config.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            wrong.add(new Problem.InvalidField(member, "invalid", "This must be a text"));
            return null;
        }
        return value.asString();
    }

    private static ProblemException invalid(List<Problem.InvalidField> wrong) {
        return new ProblemException(
                Problem.of(
                                ProblemCode.INVALID_FIELDS,
                                "Some members of the publisher are not valid")
                        .withFields(wrong));
    }

    /** The registry names its fields; who called knows them by other names. */
    private static Problem inItsWords(Problem problem, CargoForm form) {
        return problem.withFields(
                problem.fields().stream()
                        .map(
                                wrong ->
                                        new Problem.InvalidField(
                                                form.memberOf(wrong.field()),
                                                wrong.code(),
                                                wrong.message(),
                                                wrong.members()))
                        .toList());
    }
}
