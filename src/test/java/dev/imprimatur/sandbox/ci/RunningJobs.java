package dev.imprimatur.sandbox.ci;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs that may ask for identity tokens, by the request token that each was given. A request
 * token says nothing by itself, and is forgotten with the process, or after a thousand others.
 */
final class RunningJobs {

    private static final int MOST = 1000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, RunningJob> jobs =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, RunningJob> eldest) {
                    return size() > MOST;
                }
            };

    record RunningJob(Job job, ClaimChanges changes) {}

    /** Starts a job; gives its request token. */
    synchronized String start(RunningJob job) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        jobs.put(token, job);
        return token;
    }

    /** The job whose {@code Authorization} header this is. */
    synchronized Optional<RunningJob> authorizedBy(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        return parts.length == 2 && parts[0].equalsIgnoreCase("bearer")
                ? Optional.ofNullable(jobs.get(parts[1]))
                : Optional.empty();
    }
}
