package dev.imprimatur.notice;

import dev.imprimatur.audit.EventType;

/**
 * What is said of each kind of event that is told: the one table of such texts.
 *
 * @param summary what happened; {@code %s} is what it happened to, such as {@code sample in pypi}
 * @param cure what to do about it
 */
record NoticeText(String summary, String cure) {

    /**
     * The text of a type that is told.
     *
     * @throws IllegalArgumentException for one that is not
     */
    static NoticeText of(EventType type) {
        return switch (type) {
            case PROJECT_BLOCKED ->
                    new NoticeText(
                            "Uploads blocked: %s",
                            "No upload goes ahead until an administrator unblocks the project; the"
                                    + " reason is theirs.");
            case PROJECT_UNBLOCKED ->
                    new NoticeText(
                            "Uploads unblocked: %s",
                            "Uploads go ahead again. If no administrator did this, tell the operator"
                                    + " of this service.");
            case PROJECT_REMOVED ->
                    new NoticeText(
                            "Project removed, and all of its trusted publishers with it: %s",
                            "No upload token for it is good any more. If nobody of you wanted that,"
                                    + " ask the operator of this service who did it.");
            case PUBLISHER_ADDED ->
                    new NoticeText(
                            "Trusted publisher added to %s",
                            "From now on its CI jobs may publish. If nobody of you added it, remove"
                                    + " it, which ends its upload tokens at once, and tell the"
                                    + " operator of this service.");
            case PUBLISHER_CHANGED ->
                    new NoticeText(
                            "Trusted publisher changed: %s",
                            "From now on other CI jobs may publish than before. If nobody of you"
                                    + " changed it, remove it, which ends its upload tokens at once,"
                                    + " and tell the operator of this service.");
            case PUBLISHER_REMOVED ->
                    new NoticeText(
                            "Trusted publisher removed from %s",
                            "Its CI jobs can publish no longer, and its upload tokens have ended. If"
                                    + " nobody of you removed it, add it again, and tell the operator"
                                    + " of this service.");
            case PUBLISHER_DISABLED ->
                    new NoticeText(
                            "Trusted publisher switched off: %s",
                            "Its CI jobs can publish no longer until it is switched on again. If"
                                    + " nobody of you did this, tell the operator of this service.");
            case PUBLISHER_ENABLED ->
                    new NoticeText(
                            "Trusted publisher switched on: %s",
                            "Its CI jobs may publish again. If nobody of you did this, remove it,"
                                    + " which ends its upload tokens at once, and tell the operator"
                                    + " of this service.");
            case PIN_MISMATCH ->
                    new NoticeText(
                            "A stranger has the name of a trusted repository: %s",
                            "An account or a repository with the name that you trust, but with"
                                    + " another id, tried to publish and was refused. If you moved"
                                    + " the repository, remove the publisher and add it again. If you"
                                    + " did not, somebody took the name over: remove the publisher.");
            case PROJECT_PENDING_EXPIRING ->
                    new NoticeText(
                            "Pending project expires soon: %s",
                            "Nothing was uploaded to it yet. Run the CI job that publishes it before"
                                    + " then, or add the publisher again afterwards.");
            case PROJECT_PENDING_WON ->
                    new NoticeText(
                            "Pending project has become a real one: %s",
                            "Its first upload was authorised, and the account that waited for the"
                                    + " name owns it now.");
            case PROJECT_PENDING_LOST ->
                    new NoticeText(
                            "The name of your pending project is taken: %s",
                            "Somebody else's upload under this name came first, so your pending"
                                    + " publisher is gone. Choose another name, or ask the project's"
                                    + " owners to add your publisher.");
            case PROJECT_TRUSTED_ONLY_ENDING ->
                    new NoticeText(
                            "Uploads without trusted publishing will soon be possible again: %s",
                            "The index may then take long-lived credentials for it. If nobody of you"
                                    + " wanted that, switch trusted publishing only on again before"
                                    + " it takes effect, and tell the operator of this service.");
            case SWITCH_CHANGED ->
                    new NoticeText(
                            "Kill switch changed: %s",
                            "Where it is off, no identity token is exchanged. If no administrator"
                                    + " did this, treat it as an intrusion.");
            case TOKEN_REVOKED ->
                    new NoticeText(
                            "Upload token revoked: %s",
                            "No upload goes ahead with it there any more; where the facts say"
                                    + " lives_on, it may be good for other projects still. If none"
                                    + " of you revoked it, it may have leaked: look through the"
                                    + " latest uploads and the logs of the CI job that it was made"
                                    + " for.");
            case TOKEN_LEAKED ->
                    new NoticeText(
                            "Upload token found in the open: %s",
                            "It is good for nothing any more, but whatever leaked it will leak the"
                                    + " next one: mend the CI job that it was made for, and look"
                                    + " through the latest uploads.");
            case API_TOKEN_LEAKED ->
                    new NoticeText(
                            "API token found in the open",
                            "It is removed. Mend what leaked it before you make another one, and"
                                    + " look through the latest events for what it did.");
            case EXCHANGE_REFUSED ->
                    new NoticeText(
                            "A CI job was refused an upload token: %s",
                            "Mend the trusted publisher or the job as the reason says, and run the"
                                    + " job again. You hear of the next refusal only after an"
                                    + " exchange has worked.");
            default -> throw new IllegalArgumentException("Nobody is told of " + type);
        };
    }
}
