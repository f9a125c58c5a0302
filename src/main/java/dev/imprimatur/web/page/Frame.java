package dev.imprimatur.web.page;

import dev.imprimatur.web.security.AccountPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around what it is about.
 *
 * @param account who is signed in, as they are called; null: nobody
 * @param person whether that is a person and not an API token of the operator's
 * @param administrator whether there are pages of administrators for them
 * @param language the language of the page
 * @param chosenLanguage the language that was chosen; null: the browser's
 * @param theme the colours that were chosen; null: the browser's
 * @param address of this page, to come back to
 * @param forms whether the page may hold forms, for which a session may have to be read
 * @param said what became of what was sent before; null: nothing was
 */
record Frame(
        @Nullable String account,
        boolean person,
        boolean administrator,
        String language,
        @Nullable String chosenLanguage,
        @Nullable String theme,
        String address,
        boolean forms,
        @Nullable Said said) {

    static @Nullable String nameOf(@Nullable AccountPrincipal principal) {
        if (principal == null) {
            return null;
        }
        var account = principal.caller().account();
        return account == null ? principal.actor() : account.name();
    }
}
