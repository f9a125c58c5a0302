package dev.imprimatur.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The exchange that RubyGems' credential action asks for. */
@RestController
class RubygemsController {

    private static final List<String> SCOPES = List.of("push_rubygem");

    /** As Ruby on Rails writes times into JSON. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final IndexesHere indexes;
    private final DialectAnswers answers;

    RubygemsController(IndexesHere indexes, DialectAnswers answers) {
        this.indexes = indexes;
        this.answers = answers;
    }

    @LimitedPerAddress
    @PostMapping("/api/v1/oidc/trusted_publisher/exchange_token")
    ResponseEntity<?> exchange(HttpServletRequest request) throws IOException {
        List<PackageIndex> here = indexes.of(request, Ecosystem.RUBYGEMS);
        return JwtBody.read(request)
                .<ResponseEntity<?>>map(
                        token ->
                                answers.exchange(
                                        Dialect.RUBYGEMS,
                                        new ExchangeRequest(token, here, null, false),
                                        HttpStatus.CREATED,
                                        ApiKey::of))
                .orElseGet(() -> answers.noIdentityToken(Dialect.RUBYGEMS, JwtBody.WANTED));
    }

    /** What it is good for where that is one gem alone; a pattern is no gem. */
    private record Gem(String name) {

        static @Nullable Gem of(List<String> projects) {
            return projects.size() != 1 || projects.getFirst().contains("*")
                    ? null
                    : new Gem(projects.getFirst());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ApiKey(
            String rubygemsApiKey,
            String name,
            List<String> scopes,
            @Nullable Gem gem,
            String expiresAt) {

        static ApiKey of(Exchanged.Minted minted) {
            String expires = TIME.format(minted.expiresAt());
            return new ApiKey(
                    minted.token().reveal(),
                    "%s until %s".formatted(minted.provider(), expires),
                    SCOPES,
                    Gem.of(minted.projects()),
                    expires);
        }

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "ApiKey[expiresAt=" + expiresAt + "]";
        }
    }
}
