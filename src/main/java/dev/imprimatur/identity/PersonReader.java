package dev.imprimatur.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads who somebody is out of an access token whose issuer said so. */
final class PersonReader {

    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_EMAIL = 254;

    /** Printable ASCII without what could begin another address or header of a mail. */
    private static final String EMAIL =
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*";

    private final PeopleIssuer issuer;
    private final JsonNode payload;

    PersonReader(PeopleIssuer issuer, JsonNode payload) {
        this.issuer = issuer;
        this.payload = payload;
    }

    /** Empty where it does not say who. */
    Optional<Person> read() {
        String subject = payload.path("sub").stringValue("");
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            return Optional.empty();
        }
        List<String> roles = roles();
        boolean administrator = !Collections.disjoint(issuer.admins(), roles);
        return Optional.of(
                new Person(
                        issuer.keys().issuer(),
                        subject,
                        payload.path(issuer.nameClaim()).stringValue(""),
                        email(),
                        administrator,
                        administrator || !Collections.disjoint(issuer.members(), roles)));
    }

    /** An address that is not known to be the person's is none: what we say to it is for them. */
    private @Nullable String email() {
        JsonNode verified = payload.path("email_verified");
        String email = payload.path(issuer.emailClaim()).stringValue("");
        boolean usable =
                (verified.isMissingNode() || (verified.isBoolean() && verified.booleanValue()))
                        && email.length() <= LONGEST_EMAIL
                        && email.matches(EMAIL);
        return usable ? email : null;
    }

    private List<String> roles() {
        JsonNode claim = claim();
        List<String> roles = new ArrayList<>();
        if (claim.isString()) {
            roles.add(claim.stringValue());
        }
        for (JsonNode role : claim.isArray() ? claim.values() : Set.<JsonNode>of()) {
            if (role.isString()) {
                roles.add(role.stringValue());
            }
        }
        return roles;
    }

    /** The claim of this very name first: names such as {@code https://…/roles} hold dots, too. */
    private JsonNode claim() {
        if (issuer.rolesClaim().isEmpty() || payload.has(issuer.rolesClaim())) {
            return payload.path(issuer.rolesClaim());
        }
        JsonNode node = payload;
        for (String part : issuer.rolesClaim().split("\\.", -1)) {
            node = node.path(part);
        }
        return node;
    }
}
