package dev.imprimatur.web.security;

import dev.imprimatur.account.ApiTokens;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out whose API token a text is, sent by a program or pasted into a page. */
@Component
public class TokenHolders {

    private final ApiTokens tokens;

    TokenHolders(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** Who holds the token of this text, and keeps that it was used; empty: it is none, or over. */
    public Optional<AccountPrincipal> whose(String text) {
        return tokens.ofText(text)
                .map(
                        token -> {
                            tokens.used(token);
                            return new AccountPrincipal(token.caller(), null);
                        });
    }
}
