package dev.imprimatur.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.outbound.OutboundClient;
import dev.imprimatur.outbound.OutboundClient.Answered;
import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts questions to the API of one forge.
 *
 * <p>Intent: the operator's token goes to the configured address and nowhere else, and what a
 * maintainer typed is never more than a segment of a path below it. A forge that says that it has
 * had enough is left alone for as long as it says.
 */
final class ForgeClient {

    private static final Logger log = LoggerFactory.getLogger(ForgeClient.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String providerId;
    private final String forge;
    private final ForgeApi api;
    private final OutboundClient outbound;
    private final Clock clock;
    private volatile Instant pausedUntil = Instant.MIN;

    ForgeClient(String providerId, ForgeApi api, OutboundClient outbound, Clock clock) {
        this.providerId = providerId;
        this.forge = api.kind().label();
        this.api = api;
        this.outbound = outbound;
        this.clock = clock;
    }

    /** Asks for what is at a path; blocks until the deadline at most. */
    Reply get(Deadline deadline, String... segments) throws InterruptedException {
        if (Stream.of(segments).anyMatch(ForgeClient::leadsElsewhere)) {
            return new Reply.Missing();
        }
        if (clock.instant().isBefore(pausedUntil)) {
            return limited();
        }
        return switch (outbound.get(url(segments), headers(), deadline)) {
            case Answered answer -> reply(answer);
            case OutboundClient.Failed(String cause) ->
                    new Reply.Trouble("%s could not be asked: %s.".formatted(forge, cause));
        };
    }

    /** What is said of a document that makes no sense. */
    String nonsense() {
        return "%s answered something that is no repository.".formatted(forge);
    }

    private Reply reply(Answered answer) {
        if (isLimit(answer)) {
            pausedUntil = clock.instant().plus(pause(answer));
            return limited();
        }
        return switch (answer.status()) {
            case 200 ->
                    object(answer.body())
                            .<Reply>map(Reply.Document::new)
                            .orElseGet(() -> new Reply.Trouble(nonsense()));
            case 404 -> new Reply.Missing();
            case 301, 302, 307, 308 ->
                    answer.header("Location")
                            .flatMap(this::idBehind)
                            .<Reply>map(Reply.Moved::new)
                            .orElseGet(this::sentElsewhere);
            case 401 -> {
                log.warn(
                        "The API of provider {} answers 401: see its resolver-settings.token",
                        providerId);
                yield new Reply.Trouble(
                        "%s does not accept how this service signs in to its API."
                                .formatted(forge));
            }
            default ->
                    new Reply.Trouble(
                            "%s answered with an error (%d).".formatted(forge, answer.status()));
        };
    }

    private Reply sentElsewhere() {
        log.warn(
                "The API of provider {} answers with a redirect: see its resolver-settings.api-url",
                providerId);
        return new Reply.Trouble(
                "%s sent us to another address, where we do not go.".formatted(forge));
    }

    private Reply limited() {
        return new Reply.Trouble(
                "%s answers no more questions for now: its rate limit is used up."
                        .formatted(forge));
    }

    /** GitHub documents both statuses; a 403 for another reason has neither of these headers. */
    private static boolean isLimit(Answered answer) {
        return answer.status() == 429
                || answer.status() == 403
                        && (answer.header("Retry-After").isPresent()
                                || answer.header("X-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .isPresent());
    }

    /** For as long as it says, within reason: a mistake there must not end all questions. */
    private Duration pause(Answered answer) {
        Duration wanted =
                seconds(answer, "Retry-After")
                        .or(
                                () ->
                                        seconds(answer, "X-RateLimit-Reset")
                                                .map(
                                                        at ->
                                                                at.minusSeconds(
                                                                        clock.instant()
                                                                                .getEpochSecond())))
                        .orElse(USUAL_PAUSE);
        return wanted.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    private static Optional<Duration> seconds(Answered answer, String header) {
        return answer.header(header)
                .filter(text -> text.matches("[0-9]{1,11}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /**
     * A redirect is not followed. It may say that a name is another's by now, and by what id what
     * was meant is known: digits, and nothing of the address but them is used.
     */
    private Optional<String> idBehind(String location) {
        return Stream.of("/repositories/", "/projects/")
                .map(collection -> api.url() + collection)
                .filter(location::startsWith)
                .map(start -> location.substring(start.length()))
                .filter(id -> id.matches("[0-9]{1,16}"))
                .findFirst();
    }

    private URI url(String... segments) {
        return URI.create(
                Stream.of(segments)
                        .map(ForgeClient::escaped)
                        .collect(Collectors.joining("/", api.url() + "/", "")));
    }

    /** All but letters, digits and {@code - _ . *}: the slash, too (RFC 3986, section 2.1). */
    private static String escaped(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    /** No escaping keeps a server from walking up the path (RFC 3986, section 5.2.4). */
    private static boolean leadsElsewhere(String segment) {
        return List.of(segment.split("/", -1)).stream()
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (api.kind() == ForgeApi.Kind.GITHUB) {
            headers.put("Accept", "application/vnd.github+json");
            headers.put("X-GitHub-Api-Version", "2022-11-28");
        }
        Secret token = api.token();
        if (token != null) {
            headers.put("Authorization", "Bearer " + token.reveal());
        }
        return headers;
    }

    private static Optional<ObjectNode> object(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
