package dev.imprimatur.provider;

import dev.imprimatur.ConfigurationException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers that this service trusts to sign identity tokens: a closed set, fixed at start. */
public final class Providers {

    private final Map<String, ProviderDefinition> byId = new LinkedHashMap<>();
    private final Map<String, ProviderDefinition> byIssuer = new LinkedHashMap<>();
    private final Map<String, ProviderDefinition> byName = new LinkedHashMap<>();
    private final Set<String> switchedOff = new HashSet<>();

    /**
     * Definitions that were checked.
     *
     * @param definitions the providers whose identity tokens are exchanged
     * @param switchedOffIssuers the issuers of providers that are known, and switched off
     * @throws ConfigurationException where two have one issuer, so that which of them a token is of
     *     could not be told, or are known as the same
     */
    public Providers(
            Collection<ProviderDefinition> definitions, Collection<String> switchedOffIssuers) {
        for (ProviderDefinition definition : definitions) {
            byId.put(definition.id(), definition);
            ProviderDefinition other = byIssuer.put(definition.issuer(), definition);
            if (other != null) {
                throw new Complaints(definition.id())
                        .about("issuer", "must be another one than that of " + other.id());
            }
            nameOf(definition);
        }
        switchedOff.addAll(switchedOffIssuers);
        switchedOff.removeAll(byIssuer.keySet());
    }

    /** All of these, and none that is switched off. */
    public Providers(Collection<ProviderDefinition> definitions) {
        this(definitions, List.of());
    }

    /** Whether the issuer is that of a provider which the operator switched off. */
    public boolean isSwitchedOff(String issuer) {
        return switchedOff.contains(issuer);
    }

    /**
     * The provider of an issuer. Intent: exact equality of strings and nothing less; no prefix, no
     * normalisation, no URL parsing of what a stranger sent.
     */
    public Optional<ProviderDefinition> ofIssuer(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer));
    }

    /** The provider of a configured id. */
    public Optional<ProviderDefinition> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private void nameOf(ProviderDefinition definition) {
        String name = definition.knownAs();
        ProviderDefinition other = name == null ? null : byName.put(name, definition);
        if (other != null) {
            throw new Complaints(definition.id())
                    .about("known-as", "must be another name than that of " + other.id());
        }
    }

    /**
     * The provider that clients mean by a name of their own, which they are built with: that of
     * this id, unless the operator gave the name to another one, such as their own instance.
     */
    public Optional<ProviderDefinition> knownAs(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> ofId(name));
    }

    /**
     * The providers among whose repositories an address is, as people see them in a browser or
     * clone them; several where the operator gave several the same web address.
     */
    public List<ProviderDefinition> ofAddress(String address) {
        return byId.values().stream()
                .filter(definition -> PastedFields.isAddressOf(definition, address))
                .toList();
    }

    /** All of them, in the order of the configuration. */
    public Collection<ProviderDefinition> all() {
        return byId.values();
    }
}
