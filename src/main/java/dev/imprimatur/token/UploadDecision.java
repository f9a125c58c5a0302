package dev.imprimatur.token;

import static java.util.Locale.ROOT;

/** Whether a file may be accepted. */
public sealed interface UploadDecision {

    /** It may; the ledger has it. */
    record Authorized(Upload upload) implements UploadDecision {}

    /**
     * It may not.
     *
     * @param cause which reason
     * @param reason a sentence for whoever reads the index's answer
     */
    record Refused(Cause cause, String reason) implements UploadDecision {}

    /** Why a file may not be accepted. */
    enum Cause {
        /** There is no such upload token, or it expired long ago. */
        UNKNOWN_TOKEN,
        /** Its time is over. */
        EXPIRED_TOKEN,
        /** It was revoked. */
        REVOKED_TOKEN,
        /** It was good for one upload, which was made. */
        CONSUMED_TOKEN,
        /** It was minted for another index. */
        WRONG_INDEX,
        /** None of its publishers may publish this project. */
        WRONG_PROJECT,
        /** The publisher that could is gone, or its provider is switched off. */
        PUBLISHER_REMOVED,
        /** The publisher binds the tag to the version, and they differ. */
        VERSION_MISMATCH,
        /** An administrator blocked the project. */
        PROJECT_BLOCKED,
        /** Everything, the index or the provider is switched off at the moment. */
        NOT_ENABLED;

        /** The cause as programs read it. */
        public String code() {
            return name().toLowerCase(ROOT).replace('_', '-');
        }
    }
}
