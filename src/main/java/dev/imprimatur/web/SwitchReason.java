package dev.imprimatur.web;

import org.jspecify.annotations.Nullable;

/** What somebody may say why they switch something off: CI logs show it to whoever is refused. */
public final class SwitchReason {

    /** What is said to whoever gave none that fits. */
    public static final String WANTED =
            "Whoever is refused reads the reason: 1 to 500 printable ASCII characters, the first no"
                    + " blank";

    private static final String REASON = "[!-~][ -~]{0,499}";

    private SwitchReason() {}

    /** Whether it can be shown in every log, and says something. */
    public static boolean fits(@Nullable String reason) {
        return reason != null && reason.matches(REASON);
    }
}
