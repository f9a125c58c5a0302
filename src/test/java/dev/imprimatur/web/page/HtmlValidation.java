package dev.imprimatur.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nu.validator.client.EmbeddedValidator;
import nu.validator.validation.SimpleDocumentValidator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** Holds a page against the HTML standard. */
final class HtmlValidation {

    /** The validator's schema goes deep. */
    private static final long STACK = 16 * 1024 * 1024;

    /** Reading the schema takes far longer than reading a page, so all pages share it. */
    private static @Nullable SimpleDocumentValidator shared;

    private HtmlValidation() {}

    /** What is wrong with a page; empty: nothing. */
    static synchronized List<String> errors(String html) {
        CompletableFuture<List<String>> told = new CompletableFuture<>();
        new Thread(null, () -> validate(html, told), "html", STACK).start();
        return told.join();
    }

    private static void validate(String html, CompletableFuture<List<String>> told) {
        try {
            Errors errors = new Errors();
            if (shared == null) {
                shared = new SimpleDocumentValidator(true, false, true);
                shared.setUpMainSchema(EmbeddedValidator.SCHEMA_URL, errors);
            }
            shared.setUpValidatorAndParsers(errors, false, false);
            // As bytes, so that it says its encoding itself.
            shared.checkHtmlInputSource(
                    new InputSource(new ByteArrayInputStream(html.getBytes(UTF_8))));
            told.complete(errors.found);
        } catch (Exception | StackOverflowError e) {
            told.completeExceptionally(e);
        }
    }

    private static final class Errors implements ErrorHandler {

        private final List<String> found = new ArrayList<>();

        @Override
        public void warning(SAXParseException warning) {
            // Advice.
        }

        @Override
        public void error(SAXParseException error) {
            found.add("line " + error.getLineNumber() + ": " + error.getMessage());
        }

        @Override
        public void fatalError(SAXParseException error) {
            error(error);
        }
    }
}
