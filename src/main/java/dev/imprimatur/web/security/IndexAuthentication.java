package dev.imprimatur.web.security;

import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Checks the id and the secret with which a package index comes. */
final class IndexAuthentication implements AuthenticationManager {

    private final Indexes indexes;

    IndexAuthentication(Indexes indexes) {
        this.indexes = indexes;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        String id = presented.getName();
        String secret = String.valueOf(presented.getCredentials());
        Optional<PackageIndex> named = indexes.ofId(id);
        // An id that is not configured costs the same check, so that the time does not tell.
        boolean accepted =
                named.or(() -> indexes.all().stream().findFirst())
                        .filter(index -> index.credentials().accept(secret))
                        .isPresent();
        if (named.isEmpty() || !accepted) {
            throw new BadCredentialsException("No such index, or another secret");
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                new IndexPrincipal(named.get().id()), null, List.of());
    }
}
