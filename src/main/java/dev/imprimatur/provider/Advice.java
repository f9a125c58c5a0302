package dev.imprimatur.provider;

import static java.util.Locale.ROOT;

import java.util.Map;
import java.util.Optional;

/**
 * What is said of each way in which a job is not the one that is trusted, and what mends it: the
 * one table behind the refusals of an exchange, {@code publishers:explain} and the troubleshooting
 * page.
 *
 * <p>Sentences are without their full stop. {@code {job}} is what the author of the CI workflow
 * does: the definition's own words where it has some.
 */
public enum Advice {

    // A field of a publisher
    /** The claim has another value. */
    DIFFERENT(
            "{label} is {seen}, and the publisher expects {expected}",
            "{job}, or change {label} of the publisher to {suggestion}"),
    /** The claim has the same letters, and the case counts. */
    OTHER_CASE(
            "{label} is {seen}, and the publisher expects {expected}: capital and small letters"
                    + " differ, and they count here",
            "Write {label} of the publisher exactly as the CI system does: {suggestion}"),
    /** The claim that tells tenants apart has another value. */
    ELSEWHERE(
            "{label} is {seen}, and the publisher expects {expected}: the job ran for somebody"
                    + " else, as it does in a fork",
            "Run the job where {label} is {expected}, not in a fork; or add a publisher with"
                    + " {label} {seen}, if that is who publishes"),
    /** The claim is missing. */
    ABSENT(
            "The identity token has no {label}, and the publisher expects {expected}",
            "{job}, or leave {label} of the publisher empty, which trusts more jobs"),
    /** The claim is missing, and the field cannot be left empty. */
    ABSENT_REQUIRED(
            "The identity token has no {label}, and the publisher expects {expected}", "{job}"),
    /** The claim does not fit the pattern. */
    NO_FIT(
            "{label} is {seen}, which does not fit the pattern {expected} of the publisher",
            "{job}, or widen the pattern in {label} of the publisher"),
    /** The claim is none of those listed. */
    NOT_LISTED(
            "{label} of the publisher are {expected}, and the identity token says {seen}",
            "{job}, or add {seen} to {label} of the publisher"),
    /** The claim lacks one of those listed. */
    NOT_ALL(
            "{label} of the publisher are {expected}, and the identity token has only {seen}",
            "{job}, or take out of {label} of the publisher what the job does not have"),
    /** The job has something that the publisher would have to name. */
    UNNAMED(
            "{label} is {seen}, and the publisher names none",
            "Enter {suggestion} as {label} of the publisher, if it may publish; otherwise run the"
                    + " job without it"),
    /** The definition asks for a field that the publisher does not have. */
    EMPTY(
            "The publisher has no {label}, without which it matches nothing",
            "Add the publisher again with {label} filled in"),
    /** The publisher has a field that the definition lost. */
    LOST(
            "{provider} has no field {label} any more, so the publisher matches nothing",
            "Add the publisher again without {label}, if what is left is narrow enough"),

    // A rule of refusal
    /** The claim is refused, whatever the publisher says. */
    REFUSED("{reason} ({label} is {seen})", "{job}"),
    /** The claim is refused unless the publisher lists it. */
    REFUSED_UNLESS_LISTED(
            "{reason} ({label} is {seen})",
            "{job}, or add {seen} to {suggestion} of the publisher, if that is meant"),

    // Pins
    /** The same names with other ids. */
    OTHER_OWNER(
            "This name now belongs to another account or repository than the one that was trusted",
            "If that is as it should be, a maintainer removes the publisher and adds it again"),
    /** Other names with other ids. */
    OTHER_IDS(
            "The publisher is bound to the ids of another account or repository",
            "Mend the fields first: with the right names come the right ids"),
    /** Other names with the same ids. */
    RENAMED(
            "This repository was renamed or moved since the publisher was registered",
            "A maintainer registers a publisher with the new names ({labels})"),
    /** Not bound, and too late. */
    TOO_LATE(
            "The publisher was not used in time to be bound to this repository",
            "A maintainer removes it and adds it again, then the job is run within 7 days"),

    // The publisher itself
    /** A maintainer switched it off. */
    SWITCHED_OFF("The publisher is switched off", "A maintainer switches it on again"),
    /** An administrator blocked the project. */
    BLOCKED(
            "Uploads of this project are blocked: {reason}",
            "An administrator unblocks the project when the reason is gone"),
    /** Something is off by a kill switch. */
    STOPPED(
            "Trusted publishing is switched off at the moment: {reason}",
            "The operator of Imprimatur switches it on again: GET /_/api/v1/switches says what is"
                    + " off"),

    // No publisher at all
    /** Nobody trusts anything of this name. */
    NO_PUBLISHER(
            "No project of this index has a trusted publisher for {provider} with these names",
            "Check {labels} in the publisher against the CI job, and that it was registered for"
                    + " this index"),
    /** The publisher is for another CI system. */
    OTHER_PROVIDER(
            "The publisher is for another identity provider, {expected}",
            "Run the job there, or add a publisher for {seen}"),

    // The identity token itself
    /** The provider is not one of those that are on. */
    PROVIDER_OFF(
            "The identity provider {seen} is unknown here, or switched off",
            "The operator of Imprimatur configures it, or switches it on: GET /_/api/v1/providers"
                    + " lists those that are on"),
    /** The index is off. */
    INDEX_OFF(
            "Trusted publishing is switched off for the package index {expected}",
            "The operator of Imprimatur switches it on, or says when it will be"),
    /** The token is for another index of ours. */
    OTHER_INDEX(
            "The identity token is for the package index {suggestion}: its aud is {seen}, and that"
                    + " of {index} is {expected}",
            "Have the job ask for an identity token with the audience {expected}, or upload to the"
                    + " other index"),
    /** The token is for none of our indexes. */
    OTHER_AUDIENCE(
            "The identity token is not for this package index: its aud must be the string"
                    + " {expected}",
            "Have the job ask for an identity token with the audience {expected}"),
    /** The times do not hold. */
    TIMES(
            "The identity token does not count now: {reason}",
            "Have the job ask for a new identity token right before the exchange; one out of a log"
                    + " has expired, and its claims are compared all the same"),
    /** A claim is missing or of another type. */
    UNFIT(
            "The identity token does not count: {reason}",
            "Show the claims as the provider signs them; if the CI system itself sends them so, the"
                    + " operator of Imprimatur compares the provider's definition with it");

    private static final int LONGEST_VALUE = 100;

    private final String message;
    private final String cure;

    Advice(String message, String cure) {
        this.message = message;
        this.cure = cure;
    }

    /** By what programs tell the kinds apart. */
    public String code() {
        return name().toLowerCase(ROOT).replace('_', '-');
    }

    /** What is wrong; each place is filled in as it is. */
    public String message(Map<String, String> facts) {
        return fill(message, facts);
    }

    /** What mends it. */
    public String cure(Map<String, String> facts) {
        return fill(cure, facts);
    }

    /** A value as it stands in a sentence: marked as such, and never longer than one. */
    public static String quoted(String value) {
        String shown =
                value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
        return '"' + shown.replace('"', '\'') + '"';
    }

    private static String fill(String sentence, Map<String, String> facts) {
        return new Template(sentence)
                .expand(name -> Optional.ofNullable(facts.get(name)).orElse("nothing"))
                .orElseThrow();
    }
}
