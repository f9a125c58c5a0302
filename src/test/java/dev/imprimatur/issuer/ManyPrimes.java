package dev.imprimatur.issuer;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.RSAKey.OtherPrimesInfo;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * RSA with eight short primes in the place of two long ones (RFC 8017, section 3), because tests
 * make hundreds of keys and sign thousands of tokens: both take a tenth of the time. Whoever
 * verifies sees a key and signatures like any others. Only for tests: short primes are found.
 */
final class ManyPrimes {

    private static final int PRIMES = 8;
    private static final BigInteger PUBLIC_EXPONENT = BigInteger.valueOf(65537);

    /** What stands before a SHA-256 hash that is signed (RFC 8017, section 9.2, note 1). */
    private static final byte[] SHA_256 =
            HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The latest primes of each length: a key has seven of them, and one that is new. */
    private static final Map<Integer, Deque<BigInteger>> LATEST = new HashMap<>();

    private ManyPrimes() {}

    /**
     * A key whose modulus has exactly so many bits, a multiple of 64; no other has all its primes.
     */
    static RSAKey key(int bits, String id) {
        List<BigInteger> primes = primes(bits / PRIMES);
        BigInteger modulus = product(primes);
        BigInteger p = primes.get(0);
        BigInteger q = primes.get(1);
        List<OtherPrimesInfo> others = new ArrayList<>();
        for (int i = 2; i < PRIMES; i++) {
            BigInteger prime = primes.get(i);
            others.add(
                    new OtherPrimesInfo(
                            Base64URL.encode(prime),
                            Base64URL.encode(exponent(prime)),
                            Base64URL.encode(product(primes.subList(0, i)).modInverse(prime))));
        }
        BigInteger phi = product(primes.stream().map(it -> it.subtract(BigInteger.ONE)).toList());
        return new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(PUBLIC_EXPONENT))
                .privateExponent(Base64URL.encode(PUBLIC_EXPONENT.modInverse(phi)))
                .firstPrimeFactor(Base64URL.encode(p))
                .secondPrimeFactor(Base64URL.encode(q))
                .firstFactorCRTExponent(Base64URL.encode(exponent(p)))
                .secondFactorCRTExponent(Base64URL.encode(exponent(q)))
                .firstCRTCoefficient(Base64URL.encode(q.modInverse(p)))
                .otherPrimes(others)
                .keyID(id)
                .build();
    }

    /**
     * The RS256 signature of a SHA-256 hash (RFC 8017, sections 5.2.1 and 9.2), the same as any
     * other way to it.
     */
    static Base64URL sign(RSAKey key, byte[] hash) {
        int length = key.size() / 8;
        BigInteger message = new BigInteger(1, padded(hash, length));
        BigInteger p = key.getFirstPrimeFactor().decodeToBigInteger();
        BigInteger q = key.getSecondPrimeFactor().decodeToBigInteger();
        BigInteger modP = message.modPow(key.getFirstFactorCRTExponent().decodeToBigInteger(), p);
        BigInteger modQ = message.modPow(key.getSecondFactorCRTExponent().decodeToBigInteger(), q);
        BigInteger inverse = key.getFirstCRTCoefficient().decodeToBigInteger();
        BigInteger signature = modQ.add(modP.subtract(modQ).multiply(inverse).mod(p).multiply(q));
        BigInteger before = p.multiply(q);
        for (OtherPrimesInfo other : key.getOtherPrimes()) {
            BigInteger prime = other.getPrimeFactor().decodeToBigInteger();
            BigInteger modPrime =
                    message.modPow(other.getFactorCRTExponent().decodeToBigInteger(), prime);
            BigInteger coefficient = other.getFactorCRTCoefficient().decodeToBigInteger();
            BigInteger step = modPrime.subtract(signature).multiply(coefficient).mod(prime);
            signature = signature.add(before.multiply(step));
            before = before.multiply(prime);
        }
        byte[] bytes = signature.toByteArray();
        byte[] whole = new byte[length];
        int taken = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - taken, whole, length - taken, taken);
        return Base64URL.encode(whole);
    }

    private static byte[] padded(byte[] hash, int length) {
        byte[] padded = new byte[length];
        padded[1] = 1;
        int end = length - SHA_256.length - hash.length;
        for (int i = 2; i < end - 1; i++) {
            padded[i] = (byte) 0xff;
        }
        System.arraycopy(SHA_256, 0, padded, end, SHA_256.length);
        System.arraycopy(hash, 0, padded, end + SHA_256.length, hash.length);
        return padded;
    }

    private static synchronized List<BigInteger> primes(int bits) {
        Deque<BigInteger> latest = LATEST.computeIfAbsent(bits, it -> new ArrayDeque<>());
        if (latest.size() == PRIMES) {
            latest.removeFirst();
        }
        while (latest.size() < PRIMES) {
            latest.addLast(prime(bits));
        }
        return List.copyOf(latest);
    }

    /** So near to its number of bits that the product of all has all of its bits, too. */
    private static BigInteger prime(int bits) {
        while (true) {
            BigInteger start = new BigInteger(bits, RANDOM);
            for (int high = 1; high <= 4; high++) {
                start = start.setBit(bits - high);
            }
            BigInteger prime = start.nextProbablePrime();
            if (!prime.mod(PUBLIC_EXPONENT).equals(BigInteger.ONE)) {
                return prime;
            }
        }
    }

    private static BigInteger exponent(BigInteger prime) {
        return PUBLIC_EXPONENT.modInverse(prime.subtract(BigInteger.ONE));
    }

    private static BigInteger product(List<BigInteger> numbers) {
        return numbers.stream().reduce(BigInteger.ONE, BigInteger::multiply);
    }
}
