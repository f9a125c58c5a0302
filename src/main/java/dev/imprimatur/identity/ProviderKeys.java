package dev.imprimatur.identity;

import java.util.List;
import java.util.Optional;

/** Tells people how it stands with the keys of the issuers; asking asks nobody else. */
public final class ProviderKeys {

    private final Keyring keyring;

    ProviderKeys(Keyring keyring) {
        this.keyring = keyring;
    }

    /** Those of all providers that are on, and of the issuers of people, as they are configured. */
    public List<KeyHealth> all() {
        return keyring.all().values().stream().map(ProviderKeys::health).toList();
    }

    /**
     * Those of one.
     *
     * @param id the configured id of a provider; {@code people:} and the id for an issuer of people
     */
    public Optional<KeyHealth> of(String id) {
        return Optional.ofNullable(keyring.all().get(id)).map(ProviderKeys::health);
    }

    private static KeyHealth health(IssuerKeys keys) {
        KeyState state = keys.state();
        return new KeyHealth(
                keys.issuer().id(),
                keys.issuer().issuer(),
                state.keys(),
                state.age().orElse(null),
                state.failures(),
                state.lastFailure()
                        .map("The keys could not be fetched: %s"::formatted)
                        .orElse(null),
                state.heldOffUntil().orElse(null));
    }
}
