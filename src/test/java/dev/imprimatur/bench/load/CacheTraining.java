package dev.imprimatur.bench.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes the cache with which a JVM starts faster and is warm sooner (JEP 514, JEP 515): an instance
 * of the service is put under load, and its JVM writes down which classes it needed and where its
 * time went. Everything that the load needs is in test scope and never ships.
 */
final class CacheTraining {

    private static final int REPOSITORIES = 1_000;
    private static final Duration LONGEST_END = Duration.ofMinutes(5);

    private CacheTraining() {}

    /** Arguments: the extracted jar of the service, as it will be run, and where the cache goes. */
    public static void main(String[] arguments) {
        // The index is found by the host that a job asks for.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path cache = Path.of(arguments[1]).toAbsolutePath();
        try (Stage stage = Stage.open()) {
            ServiceProcess service = stage.service("training", jar, "-XX:AOTCacheOutput=" + cache);
            Registry.fill(stage, 0, REPOSITORIES);
            new TrainingLoad(stage, service, REPOSITORIES).run();
            // Its JVM writes the cache when it ends.
            service.end(LONGEST_END);
            if (!Files.exists(cache)) {
                throw new IllegalStateException("There is no cache: " + service.log());
            }
            System.out.println("The cache of the JVM: " + cache);
        }
        System.exit(0);
    }
}
