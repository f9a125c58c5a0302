package dev.imprimatur.web.page.publisher;

import dev.imprimatur.Publishing;
import java.util.HashMap;
import java.util.Map;

/** What a maintainer fills in who trusts the repository of a test. */
final class FilledForm {

    private FilledForm() {}

    /** The members of the form, these beside or in the place of the good ones. */
    static Map<String, String> of(Publishing publishing, Map<String, String> changes) {
        Map<String, String> members = new HashMap<>();
        publishing.fields().forEach((name, value) -> members.put("f." + name, value));
        members.putAll(changes);
        return members;
    }
}
