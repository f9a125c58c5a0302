package dev.imprimatur.audit;

import java.security.SecureRandom;

/**
 * Names a refusal, so that what a CI log shows is found again in the audit log. It gives no right:
 * whoever may read events may look for it.
 */
final class AttemptId {

    /** Without letters that are taken for others when they are read out (Crockford's base 32). */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LENGTH = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AttemptId() {}

    /** 50 random bits: unlikely to come twice while anybody remembers. */
    static String random() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
