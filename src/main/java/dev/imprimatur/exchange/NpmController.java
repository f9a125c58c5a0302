package dev.imprimatur.exchange;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The exchange that the npm client does by itself before it publishes: for the one package in the
 * path, with the identity token as its bearer token and nothing in the body.
 *
 * <p>Limit: the client swallows a refusal and goes on with whatever credentials it has; people see
 * the {@code message} with {@code --loglevel verbose}.
 */
@RestController
class NpmController {

    private static final String PACKAGE = "/-/npm/v1/oidc/token/exchange/package/";

    private final IndexesHere indexes;
    private final DialectAnswers answers;

    NpmController(IndexesHere indexes, DialectAnswers answers) {
        this.indexes = indexes;
        this.answers = answers;
    }

    @LimitedPerAddress
    @PostMapping(PACKAGE + "{name}")
    ResponseEntity<?> exchange(HttpServletRequest request, @PathVariable String name) {
        return exchangeFor(request, name);
    }

    /** The slash of a scoped name comes encoded, until a proxy decodes it on the way. */
    @LimitedPerAddress
    @PostMapping(PACKAGE + "{scope}/{name}")
    ResponseEntity<?> exchange(
            HttpServletRequest request, @PathVariable String scope, @PathVariable String name) {
        return exchangeFor(request, scope + "/" + name);
    }

    private ResponseEntity<?> exchangeFor(HttpServletRequest request, String name) {
        List<PackageIndex> here = indexes.of(request, Ecosystem.NPM);
        return BearerToken.read(request)
                .<ResponseEntity<?>>map(
                        token ->
                                answers.exchange(
                                        Dialect.NPM,
                                        new ExchangeRequest(token, here, List.of(name), false),
                                        HttpStatus.CREATED,
                                        minted ->
                                                new MintedToken(
                                                        minted.token().reveal(),
                                                        minted.expiresAt().getEpochSecond())))
                .orElseGet(() -> answers.noIdentityToken(Dialect.NPM, BearerToken.WANTED));
    }

    private record MintedToken(String token, long expires) {

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "MintedToken[expires=" + expires + "]";
        }
    }
}
