package dev.imprimatur.provider;

import dev.imprimatur.secret.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for the immutable ids behind the names of a publisher. What a definition cannot say
 * itself, how such an API is asked and read, is a strategy in Java that it names.
 *
 * @param kind how it is asked and read
 * @param url the address below which its paths begin, without a slash at the end: https, or plain
 *     http on this very machine
 * @param token what we authenticate with there; null: nothing
 * @param privateRepositories whether what the token shows and the public does not see may be told
 *     to whoever registers publishers
 * @param budget the time that all the questions about one publisher may take together
 */
public record ForgeApi(
        Kind kind, URI url, @Nullable Secret token, boolean privateRepositories, Duration budget) {

    /**
     * Whether all that is shown to us may be told. Intent: the operator's right to read is not that
     * of whoever fills in a publisher, so what is private is to them as if it were not shown.
     */
    public boolean tellsAll() {
        return token == null || privateRepositories;
    }

    /** The strategies that there are. */
    public enum Kind {
        /** Nothing is asked. */
        NONE("", "", "", "", ""),
        /** The REST API of GitHub, Enterprise Server included. */
        GITHUB("GitHub", "owner", "repository", "repository_owner_id", "repository_id"),
        /** The REST API of GitLab, version 4. */
        GITLAB("GitLab", "namespace", "project", "namespace_id", "project_id");

        private final String label;
        private final String ownerField;
        private final String nameField;
        private final String ownerPin;
        private final String namePin;

        Kind(String label, String ownerField, String nameField, String ownerPin, String namePin) {
            this.label = label;
            this.ownerField = ownerField;
            this.nameField = nameField;
            this.ownerPin = ownerPin;
            this.namePin = namePin;
        }

        /** What people call it. */
        public String label() {
            return label;
        }

        /** The field of a publisher that names the owner of the repository. */
        public String ownerField() {
            return ownerField;
        }

        /** The field that names the repository itself. */
        public String nameField() {
            return nameField;
        }

        /** The pin with the owner's id. */
        public String ownerPin() {
            return ownerPin;
        }

        /** The pin with the repository's own id. */
        public String namePin() {
            return namePin;
        }

        /** The name in a definition. */
        String wireName() {
            return Match.lower(name());
        }
    }
}
