package dev.imprimatur.audit;

import static dev.imprimatur.audit.EventDetails.Kind.FLAG;
import static dev.imprimatur.audit.EventDetails.Kind.LIST;
import static dev.imprimatur.audit.EventDetails.Kind.NUMBER;
import static dev.imprimatur.audit.EventDetails.Kind.OBJECT;
import static dev.imprimatur.audit.EventDetails.Kind.TEXT;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts that each type of event has, in one table: tests hold every event that is written
 * against it, and the documentation is made of it.
 */
final class EventDetails {

    /** The JSON types of facts. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        OBJECT,
        LIST;

        boolean fits(Object value) {
            return switch (this) {
                case TEXT -> value instanceof String;
                case NUMBER -> value instanceof Integer || value instanceof Long;
                case FLAG -> value instanceof Boolean;
                case OBJECT -> value instanceof Map;
                case LIST -> value instanceof Collection;
            };
        }
    }

    /**
     * One fact.
     *
     * @param always whether every event of the type has it
     * @param meaning for the documentation; no full stop
     */
    record Member(String name, Kind kind, boolean always, String meaning) {

        Member or(boolean present) {
            return new Member(name, kind, present, meaning);
        }
    }

    private static final Member PROVIDER =
            always("provider", TEXT, "the identity provider, by its configured id");
    private static final Member PUBLISHER = always("publisher", NUMBER, "the publisher's id");
    private static final Member FIELDS = always("fields", OBJECT, "the publisher's fields");
    private static final Member NAME =
            always("name", TEXT, "the project's name as its maintainers write it");
    private static final Member TOKEN = always("upload_token", NUMBER, "the upload token's id");
    private static final Member CLAIMS =
            always("claims", OBJECT, "the recorded claims of the identity token");
    private static final Member CODE = always("code", TEXT, "why, as the answer says it");
    private static final Member PENDING =
            sometimes(
                    PendingMarks.MEMBER,
                    OBJECT,
                    "the ids of the pending projects that it concerns, by their names");
    private static final Member UNTIL =
            always("pending_until", TEXT, "until when it waits for its first upload");
    private static final Member WAITING =
            always("accounts", LIST, "the ids of the accounts that waited; none: the operator");
    private static final Member CLAIMED_BY = always("claimed_by", TEXT, "who waited");
    private static final Member LEAK_URL = always("url", TEXT, "where it was found");
    private static final Member LEAK_SOURCE =
            always("source", TEXT, "in what it was found, as the reporter says");
    private static final Member REPORTER =
            always("reporter", TEXT, "the id of the key that signed the report");
    private static final Member VERSION = sometimes("version", TEXT, "the version of the file");
    private static final Member FILENAME = sometimes("filename", TEXT, "the name of the file");
    private static final Member BY =
            sometimes("by", TEXT, "forward-auth where the index asked in that way");

    private EventDetails() {}

    static List<Member> of(EventType type) {
        return switch (type) {
            case PROJECT_CREATED ->
                    List.of(
                            NAME,
                            sometimes("upload_token", NUMBER, "the upload token that made it"),
                            sometimes("publisher", NUMBER, "the publisher for its name's pattern"));
            case PROJECT_UNBLOCKED -> List.of();
            case PROJECT_TRUSTED_ONLY_ON -> List.of(PENDING);
            case PROJECT_TRUSTED_ONLY_ENDING ->
                    List.of(always("ends", TEXT, "when it takes effect"), PENDING);
            case PROJECT_BLOCKED -> List.of(always("reason", TEXT, "what the administrator says"));
            case PROJECT_REMOVED ->
                    List.of(
                            NAME,
                            always("publishers", LIST, "the publishers that went with it"),
                            always(
                                    "accounts",
                                    LIST,
                                    "the ids of the accounts that owned it or waited with it"),
                            PENDING);
            case PROJECT_PENDING_CREATED ->
                    List.of(NAME, PENDING.or(true), WAITING, CLAIMED_BY, UNTIL);
            case PROJECT_PENDING_EXPIRING, PROJECT_PENDING_EXPIRED ->
                    List.of(PENDING.or(true), WAITING, CLAIMED_BY, UNTIL);
            case PROJECT_PENDING_WON ->
                    List.of(
                            PENDING.or(true),
                            WAITING,
                            CLAIMED_BY,
                            UNTIL,
                            sometimes(
                                    "upload_token", NUMBER, "the upload token of the first upload"),
                            sometimes("publisher", NUMBER, "the publisher that gave the right"));
            case PROJECT_PENDING_LOST ->
                    List.of(
                            PENDING.or(true),
                            WAITING,
                            always("claimed_by", LIST, "who waited for the name"));
            case PREFIX_OWNER_ADDED, PREFIX_OWNER_REMOVED ->
                    List.of(
                            always("prefix", TEXT, "what the names begin with"),
                            always("account", TEXT, "the account's name"));
            case MEMBER_ADDED, MEMBER_CHANGED, MEMBER_REMOVED ->
                    List.of(
                            always("account", TEXT, "the account's name"),
                            always("role", TEXT, "owner or viewer"),
                            PENDING);
            case ACCOUNT_CREATED ->
                    List.of(
                            always("account", TEXT, "the account's name"),
                            always("issuer", TEXT, "who signs the person's access tokens"));
            case NOTIFICATIONS_CHANGED ->
                    List.of(
                            always("account", TEXT, "the account's name"),
                            always("mail", FLAG, "whether it gets mail at all"),
                            always(
                                    "silent",
                                    LIST,
                                    "the types of events that it gets no mail about"));
            case SWITCH_CHANGED ->
                    List.of(
                            always("switch", TEXT, "exchange, index or provider"),
                            sometimes("target", TEXT, "the configured id of the index or provider"),
                            always("enabled", FLAG, "whether it is on now"),
                            sometimes("reason", TEXT, "why it is off"));
            case PUBLISHER_ADDED, PUBLISHER_REMOVED, PUBLISHER_DISABLED, PUBLISHER_ENABLED ->
                    List.of(
                            PUBLISHER,
                            PROVIDER,
                            FIELDS,
                            sometimes("pins", OBJECT, "the ids that it is bound to"),
                            PENDING);
            case TOKEN_LEAKED -> List.of(TOKEN, LEAK_URL, LEAK_SOURCE, REPORTER, PENDING);
            case API_TOKEN_LEAKED ->
                    List.of(
                            always("id", NUMBER, "the API token's id"),
                            always("name", TEXT, "what its holder calls it"),
                            always(
                                    "accounts",
                                    LIST,
                                    "the id of the account that it acted for; none: the operator"),
                            LEAK_URL,
                            LEAK_SOURCE,
                            REPORTER);
            case PUBLISHER_CHANGED ->
                    List.of(
                            PUBLISHER,
                            PROVIDER,
                            FIELDS,
                            always("before", OBJECT, "its fields before"),
                            sometimes("pins", OBJECT, "the ids that it is bound to"),
                            PENDING);
            case PIN_MISMATCH ->
                    List.of(
                            PROVIDER,
                            always("pins_expected", OBJECT, "the ids of the publisher"),
                            always("pins_seen", OBJECT, "the ids of the job"),
                            always("attempt", TEXT, "the id that the CI log shows"),
                            CLAIMS,
                            PENDING);
            case PUBLISHER_PINNED ->
                    List.of(
                            PUBLISHER,
                            always("pins", OBJECT, "the ids that it is bound to now"),
                            PENDING);
            case TOKEN_MINTED ->
                    List.of(
                            TOKEN,
                            PROVIDER,
                            always("single_use", FLAG, "whether it is good for one upload only"),
                            CLAIMS,
                            PENDING);
            case TOKEN_REVOKED ->
                    List.of(
                            TOKEN,
                            sometimes(
                                    "lives_on",
                                    FLAG,
                                    "true where it ended for this project alone, and may be good"
                                            + " for others"),
                            PENDING);
            case EXCHANGE_REFUSED ->
                    List.of(
                            sometimes("attempt", TEXT, "the id that the CI log shows"),
                            CODE,
                            PROVIDER,
                            sometimes("field", TEXT, "the field or claim that failed"),
                            always("reason", TEXT, "the sentence that the CI log shows"),
                            sometimes("pin_mismatch", FLAG, "true where the ids are others"),
                            sometimes("pins_expected", OBJECT, "the ids of the publisher"),
                            sometimes("pins_seen", OBJECT, "the ids of the job"),
                            CLAIMS,
                            PENDING);
            case UPLOAD_AUTHORIZED ->
                    List.of(
                            TOKEN,
                            sometimes("upload", NUMBER, "the upload's id in the ledger"),
                            VERSION,
                            FILENAME,
                            BY);
            case UPLOAD_REFUSED -> List.of(CODE, TOKEN.or(false), VERSION, FILENAME, BY, PENDING);
            case API_TOKEN_CREATED, API_TOKEN_REMOVED ->
                    List.of(
                            always("id", NUMBER, "the API token's id"),
                            always("name", TEXT, "what its holder calls it"),
                            sometimes("account", TEXT, "the account that it acts for"),
                            sometimes("scope", TEXT, "what it is good for at most"),
                            sometimes("projects", LIST, "the projects that it is limited to"),
                            sometimes("expires_at", TEXT, "from when on it is refused"));
        };
    }

    /** What is wrong with the facts of an event; empty: they are as documented. */
    static Optional<String> complaint(EventType type, Map<String, ?> detail) {
        List<Member> members = of(type);
        Set<String> names = members.stream().map(Member::name).collect(Collectors.toSet());
        for (String name : detail.keySet()) {
            if (!names.contains(name)) {
                return Optional.of("%s has %s, which is not documented".formatted(type, name));
            }
        }
        for (Member member : members) {
            Object value = detail.get(member.name());
            if (value == null ? member.always() : !member.kind().fits(value)) {
                return Optional.of(
                        "%s needs %s as %s".formatted(type, member.name(), member.kind()));
            }
        }
        return Optional.empty();
    }

    private static Member always(String name, Kind kind, String meaning) {
        return new Member(name, kind, true, meaning);
    }

    private static Member sometimes(String name, Kind kind, String meaning) {
        return new Member(name, kind, false, meaning);
    }
}
