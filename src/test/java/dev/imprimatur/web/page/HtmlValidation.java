package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nu.validator.client.EmbeddedValidator;

/** Holds a page against the HTML standard. */
final class HtmlValidation {

    /** The validator's schema goes deep. */
    private static final long STACK = 16 * 1024 * 1024;

    private HtmlValidation() {}

    /** What is wrong with a page; empty: nothing. */
    static List<String> errors(String html) {
        CompletableFuture<String> told = new CompletableFuture<>();
        new Thread(null, () -> validate(html, told), "html", STACK).start();
        return told.join().lines().filter(line -> line.contains("error:")).toList();
    }

    private static void validate(String html, CompletableFuture<String> told) {
        try {
            EmbeddedValidator validator = new EmbeddedValidator();
            validator.setOutputFormat(EmbeddedValidator.OutputFormat.GNU);
            told.complete(validator.validate(new ByteArrayInputStream(html.getBytes(UTF_8))));
        } catch (Exception | StackOverflowError e) {
            told.completeExceptionally(e);
        }
    }
}
