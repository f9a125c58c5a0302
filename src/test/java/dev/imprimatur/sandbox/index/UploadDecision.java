package dev.imprimatur.sandbox.index;

/** What Imprimatur says about an upload. */
public sealed interface UploadDecision {

    /** The file may be stored. */
    record Allowed() implements UploadDecision {}

    /** It may not; the reason is for the person who uploads. */
    record Refused(String reason) implements UploadDecision {}

    /** Nobody knows now; the client may ask again. */
    record Unavailable(String reason) implements UploadDecision {}
}
