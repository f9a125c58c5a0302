package dev.imprimatur.web.security;

import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/** Ends a sign-in with an identity provider, and says what the person is told of it. */
final class LoginFailure extends AuthenticationException {

    private final Kind kind;

    /**
     * @param cause for the log: words of ours, never what was received
     */
    LoginFailure(Kind kind, String cause) {
        super(cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** What the sign-in page has a sentence for. */
    enum Kind {
        /** There is no such identity provider: a page that is not there. */
        NOWHERE,
        /** The identity provider, or the person there, said no. */
        DENIED,
        /** This browser began no such sign-in, or too long ago. */
        EXPIRED,
        /** What came back does not prove who it is. */
        UNPROVEN,
        /** The identity provider does not answer. */
        UNANSWERED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
