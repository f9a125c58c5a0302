package dev.imprimatur.publisher;

/**
 * An edit of a publisher after which a job would no longer be held up by one of its fields. It is
 * proposed to the people of the project, who open it, look at it and save it, or do not.
 *
 * @param publisher the id of the publisher, one of the project's own
 * @param field the field that is edited
 * @param value what it would say, all of it
 */
public record Cure(long publisher, String field, String value, Kind kind) {

    /** What kind of edit it is. */
    public enum Kind {
        /** It says something else in the place of what it says: the file was renamed. */
        CHANGE,
        /**
         * It says something where it was empty, and lets the job in: the workflow that is called.
         */
        ALLOW,
        /** It says one thing more in a list. */
        ADD,
        /** Nothing is to be mended; it says what the job does, and lets in fewer others. */
        CONSTRAIN
    }
}
