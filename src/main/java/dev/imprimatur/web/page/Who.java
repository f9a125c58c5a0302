package dev.imprimatur.web.page;

/**
 * Whoever did something, as people call them: events name them in a form that is the same in every
 * language.
 *
 * @param kind as texts are called
 * @param name what is filled in there
 */
public record Who(String kind, String name) {

    /** Reads the actor of an event. */
    public static Who of(String actor) {
        int colon = actor.indexOf(':');
        String kind = colon < 0 ? actor : actor.substring(0, colon);
        return switch (kind) {
            case "account", "api-token", "index", "workload" ->
                    new Who(kind, actor.substring(colon + 1));
            case "system", "holder" -> new Who(kind, "");
            default -> new Who("other", actor);
        };
    }
}
