package dev.imprimatur.forge;

import tools.jackson.databind.node.ObjectNode;

/** What one question to the API of a forge comes to. */
sealed interface Reply {

    /** 200 with a JSON object. */
    record Document(ObjectNode json) implements Reply {}

    /** 404: not there, or not for us to see. */
    record Missing() implements Reply {}

    /**
     * What was asked for has another name by now.
     *
     * @param id of what was asked for: digits
     */
    record Moved(String id) implements Reply {}

    /**
     * Nothing that can be used.
     *
     * @param reason a sentence for people
     */
    record Trouble(String reason) implements Reply {}
}
