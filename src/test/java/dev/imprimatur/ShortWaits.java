package dev.imprimatur;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks often at what a test waits for: by default Awaitility looks for the first time after a
 * tenth of a second, and most of what hundreds of tests wait for is there in a hundredth.
 */
public final class ShortWaits implements BeforeAllCallback {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(BETWEEN_LOOKS);
    }
}
