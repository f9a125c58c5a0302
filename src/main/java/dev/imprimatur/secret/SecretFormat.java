package dev.imprimatur.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The text of one kind of secret that we hand out: {@code [client prefix]<mark><43 base62
 * characters: 256 random bits><6 base62 characters: CRC-32 of what precedes>}.
 *
 * <p>The mark lets a secret scanner find a leaked one. The checksum lets us refuse a mistyped or
 * made-up one without asking the database; it is no protection against forgery, the 256 random bits
 * are.
 *
 * @param mark what every secret of this kind holds, such as {@code imp_}
 */
public record SecretFormat(String mark) {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(62);
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    /** So that a secret always fits where clients and indexes put it. */
    private static final int LONGEST = 59;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Makes a new secret.
     *
     * @param clientPrefix what a client expects a token to begin with; may be empty
     */
    public Secret generate(String clientPrefix) {
        if (clientPrefix.length() > longestClientPrefix()) {
            throw new IllegalArgumentException("The client prefix is too long");
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String body = clientPrefix + mark + base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return new Secret(body + checksum(body));
    }

    /**
     * Reads a text that claims to be such a secret; empty where its form or its checksum is wrong.
     */
    public Optional<Secret> read(String text) {
        int bodyLength = text.length() - CHECKSUM_LENGTH;
        int markAt = bodyLength - RANDOM_LENGTH - mark.length();
        if (text.length() > LONGEST || markAt < 0 || !text.startsWith(mark, markAt)) {
            return Optional.empty();
        }
        for (int i = markAt + mark.length(); i < text.length(); i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return Optional.empty();
            }
        }
        String body = text.substring(0, bodyLength);
        return text.endsWith(checksum(body)) ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /**
     * Finds the secret in what a scanner took for one: it may lack its client prefix, or have
     * something else around it.
     *
     * @param clientPrefixes those that it may have had; the checksum says which one it was
     */
    public Optional<Secret> find(String text, Collection<String> clientPrefixes) {
        int begin = text.lastIndexOf(mark);
        int end = begin + mark.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;
        if (begin < 0 || end > text.length()) {
            return Optional.empty();
        }
        String rest = text.substring(begin, end);
        return Stream.concat(Stream.of(text.substring(0, begin), ""), clientPrefixes.stream())
                .flatMap(prefix -> read(prefix + rest).stream())
                .findFirst();
    }

    /** The longest client prefix that leaves a secret short enough. */
    public int longestClientPrefix() {
        return LONGEST - mark.length() - RANDOM_LENGTH - CHECKSUM_LENGTH;
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = ALPHABET.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }
}
