package dev.imprimatur.web;

import static dev.imprimatur.web.ProblemHelp.Who.*;

/**
 * What a person needs who met a problem: the page of the code and the troubleshooting table of the
 * documentation are made of it.
 *
 * @param meaning what happened, one sentence without its full stop
 * @param who who mends it
 * @param how what they do, without the last full stop
 */
record ProblemHelp(String meaning, Who who, String how) {

    /** Who mends it. */
    enum Who {
        /** Who writes the CI workflow. */
        CI_AUTHOR("the author of the CI workflow"),
        /** Who owns the project in the package index. */
        MAINTAINER("a maintainer of the project"),
        /** Who runs the package index. */
        INDEX_OPERATOR("the operator of the package index"),
        /** Who runs this service. */
        OPERATOR("the operator of Imprimatur"),
        /** Who wrote the program that called. */
        CALLER("the author of the program that called"),
        /** Nobody: it passes. */
        NOBODY("nobody: it passes by itself");

        private final String text;

        Who(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static ProblemHelp of(ProblemCode code) {
        return switch (code) {
            case INVALID_PAYLOAD ->
                    new ProblemHelp(
                            "The body is not a JSON object with an identity token of a provider"
                                    + " that this service knows",
                            CI_AUTHOR,
                            "Send the identity token unchanged in the member token. Where the CI"
                                    + " system is an instance of your own, have the operator of"
                                    + " Imprimatur add it as a provider");
            case NOT_ENABLED ->
                    new ProblemHelp(
                            "Trusted publishing is switched off for everything, this index or this"
                                    + " provider; at an upload the status is 403",
                            OPERATOR,
                            "GET /_/api/v1/switches says what was switched off by hand, and PUT"
                                    + " switches it on. Otherwise set enabled of the index or the"
                                    + " provider in the configuration, and start the service again");
            case INVALID_TOKEN ->
                    new ProblemHelp(
                            "The identity token is expired, is for another audience, lacks a claim,"
                                    + " or its signature does not hold",
                            CI_AUTHOR,
                            "Ask the CI system for a new identity token right before the exchange,"
                                    + " with the audience that the audience endpoint names. If it"
                                    + " goes on, compare the clocks of the CI system and of"
                                    + " Imprimatur");
            case INVALID_PUBLISHER ->
                    new ProblemHelp(
                            "The identity token is real, but no trusted publisher of any project"
                                    + " matches it",
                            MAINTAINER,
                            "Compare the publisher with the run: repository, workflow file,"
                                    + " environment, ref. The description names the first"
                                    + " difference. Then run the job again");
            case INVALID_PENDING_PUBLISHER ->
                    new ProblemHelp(
                            "A pending publisher matches, but somebody else created the project in"
                                    + " the meantime",
                            MAINTAINER,
                            "Choose another name, or ask the owners of the project to add the"
                                    + " publisher");
            case INVALID_REUSE_TOKEN ->
                    new ProblemHelp(
                            "This identity token was exchanged before, and each is good for one"
                                    + " exchange",
                            CI_AUTHOR,
                            "Ask the CI system for a new identity token for each exchange; one"
                                    + " upload token is good for many files. After a connection"
                                    + " that broke in the middle of an exchange, run the job again");
            case INVALID_FEATURES ->
                    new ProblemHelp(
                            "The request asks for features that this service does not know or that"
                                    + " contradict each other",
                            CI_AUTHOR,
                            "Ask for single-use-token or for multi-use-token, not for both, or"
                                    + " leave features out");
            case INVALID_SCOPE ->
                    new ProblemHelp(
                            "The request asks for a project that does not trust this identity",
                            CI_AUTHOR,
                            "Ask only for projects with a matching trusted publisher, or leave"
                                    + " projects out to get all of them");
            case INVALID_TARGET ->
                    new ProblemHelp(
                            "The parameter audience or resource names no package index that is"
                                    + " configured",
                            CI_AUTHOR,
                            "Send the id or the audience of the package index as audience, or leave"
                                    + " it out: the aud of the identity token names the index, too");
            case UNSUPPORTED_GRANT_TYPE ->
                    new ProblemHelp(
                            "The token endpoint exchanges tokens (RFC 8693) and serves no other"
                                    + " grant",
                            CALLER,
                            "Send grant_type=urn:ietf:params:oauth:grant-type:token-exchange");
            case ISSUER_UNAVAILABLE ->
                    new ProblemHelp(
                            "The identity provider's keys cannot be had now, so that the identity"
                                    + " token cannot be checked",
                            NOBODY,
                            "Try again after the time in Retry-After: the identity token is not"
                                    + " used up. If it lasts, the operator of Imprimatur looks"
                                    + " whether the service reaches the provider");
            case UNKNOWN_TOKEN ->
                    new ProblemHelp(
                            "The text that came with the upload is no upload token of this service",
                            CI_AUTHOR,
                            "Upload with the token of the exchange, with the user name __token__"
                                    + " where the client wants one; look whether another password"
                                    + " is configured in the client");
            case EXPIRED_TOKEN ->
                    new ProblemHelp(
                            "The upload token has expired",
                            CI_AUTHOR,
                            "Exchange right before the upload, after the build. The operator of"
                                    + " Imprimatur can set a longer token-lifetime for the index");
            case REVOKED_TOKEN ->
                    new ProblemHelp(
                            "The upload token was revoked, as a whole or for this project alone",
                            CI_AUTHOR,
                            "Exchange a new identity token; revoke only after the last upload");
            case CONSUMED_TOKEN ->
                    new ProblemHelp(
                            "The upload token was asked for as single-use, and its one upload has"
                                    + " happened",
                            CI_AUTHOR,
                            "Ask for a multi-use token to upload several files, or exchange a new"
                                    + " identity token for each");
            case WRONG_INDEX ->
                    new ProblemHelp(
                            "The upload token was minted for another package index",
                            CI_AUTHOR,
                            "Ask for the identity token with the audience of the index that you"
                                    + " upload to");
            case WRONG_PROJECT ->
                    new ProblemHelp(
                            "The upload token does not reach the project of this file",
                            MAINTAINER,
                            "Add a trusted publisher to that project, or correct the name in the"
                                    + " package");
            case PUBLISHER_REMOVED ->
                    new ProblemHelp(
                            "The trusted publisher under which the upload token was minted was"
                                    + " removed, changed or switched off since then",
                            MAINTAINER,
                            "Run the job again after a change; add the publisher again if it was"
                                    + " removed by mistake");
            case VERSION_MISMATCH ->
                    new ProblemHelp(
                            "The publisher binds the ref to the version, and the file has another"
                                    + " version than the tag, or none that is known",
                            CI_AUTHOR,
                            "Tag the commit with the version of the package, or correct the version"
                                    + " in the package");
            case PROJECT_BLOCKED ->
                    new ProblemHelp(
                            "An administrator blocked uploads of this project",
                            OPERATOR,
                            "Read the reason at the project, and unblock it when the cause is gone");
            case NAME_TAKEN ->
                    new ProblemHelp(
                            "The name of the project belongs to somebody else: their first upload"
                                    + " came before, or the package index has it from before",
                            MAINTAINER,
                            "Choose another name, or ask the owners of the project to add the"
                                    + " publisher. A project that the package index has from before"
                                    + " is registered by an administrator");
            case PENDING_EXPIRED ->
                    new ProblemHelp(
                            "The project waited for its first upload longer than it may",
                            MAINTAINER,
                            "Add the publisher again, which begins the time anew, and run the job"
                                    + " again");
            default -> ofAnyCall(code);
        };
    }

    private static ProblemHelp ofAnyCall(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST ->
                    new ProblemHelp(
                            "A parameter, a cursor or a text in the request has a value that cannot"
                                    + " be",
                            CALLER,
                            "Read the detail, and compare the request with the documentation");
            case INVALID_FIELDS ->
                    new ProblemHelp(
                            "Some fields are not valid; errors names each and says why",
                            MAINTAINER,
                            "Correct the fields that errors names. GET /_/api/v1/providers says"
                                    + " what each field takes");
            case DUPLICATE ->
                    new ProblemHelp(
                            "What the request would create is there already",
                            MAINTAINER,
                            "Use the one that existing_id names, or remove it first");
            case LAST_OWNER ->
                    new ProblemHelp(
                            "The change would leave the project without an owner",
                            MAINTAINER,
                            "Make somebody else an owner first, then try again");
            case PRECONDITION_REQUIRED ->
                    new ProblemHelp(
                            "An edit must say which version it is an edit of, so that nobody"
                                    + " overwrites what they have not seen",
                            CALLER,
                            "GET it, and send the ETag of the answer as If-Match");
            case PRECONDITION_FAILED ->
                    new ProblemHelp(
                            "Somebody else changed it since it was read",
                            CALLER,
                            "GET it again, look whether the edit is still meant, and send it with"
                                    + " the new ETag as If-Match");
            case PROJECT_PENDING ->
                    new ProblemHelp(
                            "A pending project has no members yet, only who waits for the name",
                            MAINTAINER,
                            "Upload its first version, or ask an administrator to register the"
                                    + " project, then try again");
            case BAD_REQUEST ->
                    new ProblemHelp(
                            "The request is not one that is understood here",
                            CALLER,
                            "Read the detail, and compare the request with the documentation");
            case UNAUTHENTICATED ->
                    new ProblemHelp(
                            "The credentials are missing, or they are not, or no longer, good",
                            CALLER,
                            "The management API takes an API token (Authorization: Bearer impa_...)"
                                    + " or an access token of the operator's identity provider."
                                    + " A package index takes HTTP Basic with its id and one of its"
                                    + " secrets");
            case FORBIDDEN ->
                    new ProblemHelp(
                            "The credentials are good, but not for this",
                            CALLER,
                            "The detail says what is missing: a scope, a role in the project, or an"
                                    + " administrator. An index uses its own credentials");
            case NOT_FOUND ->
                    new ProblemHelp(
                            "Nothing is at this address",
                            CALLER,
                            "Look for a typing error, for an index that is not configured, and for"
                                    + " an id of another project. Where a client finds no audience"
                                    + " endpoint, the reverse proxy does not pass /_/ on");
            case METHOD_NOT_ALLOWED ->
                    new ProblemHelp(
                            "The address is right, the method is not",
                            CALLER,
                            "Use one of the methods that the Allow header names");
            case NOT_ACCEPTABLE ->
                    new ProblemHelp(
                            "The Accept header asks for a media type that is not served here",
                            CALLER,
                            "Leave Accept out, or ask for application/json");
            case CONTENT_TOO_LARGE ->
                    new ProblemHelp(
                            "The body is larger than 64 KiB, or 512 KiB for a batch of publishers",
                            CALLER,
                            "Send only what the call takes: files go to the package index, not"
                                    + " to this service");
            case UNSUPPORTED_MEDIA_TYPE ->
                    new ProblemHelp(
                            "The body is of a media type that this call does not take",
                            CALLER,
                            "Send JSON with Content-Type: application/json");
            case RATE_LIMITED ->
                    new ProblemHelp(
                            "Too many requests came from this address, of this repository or by this account",
                            NOBODY,
                            "Try again after the time in Retry-After: an identity token is not used up. If it happens to honest clients, the operator of Imprimatur raises imprimatur.limits or names the proxy");
            case INTERNAL_ERROR ->
                    new ProblemHelp(
                            "Something went wrong in this service; its log says what",
                            OPERATOR,
                            "Look at the log at the time of the answer, and report what it says");
            case UNAVAILABLE ->
                    new ProblemHelp(
                            "The service cannot answer now, most often because its database cannot",
                            OPERATOR,
                            "Try again after the time in Retry-After. If it lasts, look at"
                                    + " /actuator/health/readiness and at PostgreSQL");
            default -> throw new IllegalStateException("No help for " + code);
        };
    }
}
