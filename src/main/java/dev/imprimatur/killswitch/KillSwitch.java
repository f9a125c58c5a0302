package dev.imprimatur.killswitch;

import static java.util.Locale.ROOT;

/**
 * One thing that can be switched off.
 *
 * @param kind what kind of thing
 * @param target the configured id of the index or provider; empty where there is only one
 */
public record KillSwitch(Kind kind, String target) {

    /** All exchanges and uploads there are. */
    public static final KillSwitch EXCHANGE = new KillSwitch(Kind.EXCHANGE, "");

    /** What kind of thing can be switched off. */
    public enum Kind {
        /** Everything. */
        EXCHANGE,
        /** One package index. */
        INDEX,
        /** One identity provider. */
        PROVIDER;

        /** The name that is stored and shown. */
        public String wireName() {
            return name().toLowerCase(ROOT);
        }
    }

    /** The switch of a package index. */
    public static KillSwitch index(String id) {
        return new KillSwitch(Kind.INDEX, id);
    }

    /** The switch of an identity provider. */
    public static KillSwitch provider(String id) {
        return new KillSwitch(Kind.PROVIDER, id);
    }
}
