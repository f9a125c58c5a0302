package dev.imprimatur.bench.load;

import dev.imprimatur.issuer.TestToken;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What strangers send who have no identity token, or one that is used up. */
enum Forged {
    /** All is as it should be, but the signature is that of another token. */
    BAD_SIGNATURE("bad signature") {
        @Override
        String token(Jobs jobs, Taken taken, int number) {
            return jobs.job(number).signingInput() + taken.signature(number);
        }
    },
    UNKNOWN_KEY("unknown kid") {
        @Override
        String token(Jobs jobs, Taken taken, int number) {
            return jobs.job(number).header("kid", "forged-" + number).signingInput()
                    + taken.signature(number);
        }
    },
    UNKNOWN_ISSUER("unknown issuer") {
        @Override
        String token(Jobs jobs, Taken taken, int number) {
            return jobs.job(number)
                            .claim("iss", "https://issuer-%d.example".formatted(number))
                            .signingInput()
                    + taken.signature(number);
        }
    },
    /** As long as an identity token; every second one looks like one from afar. */
    GARBAGE("garbage") {
        @Override
        String token(Jobs jobs, Taken taken, int number) {
            byte[] random = new byte[1200];
            RandomGenerator.getDefault().nextBytes(random);
            String text = TestToken.encode(random);
            return number % 2 == 0
                    ? text
                    : text.substring(0, 160) + "." + text.substring(160) + taken.signature(number);
        }
    },
    /** A real one that was exchanged before. */
    REPLAY("replay") {
        @Override
        String token(Jobs jobs, Taken taken, int number) {
            return taken.used(number);
        }
    };

    private final String text;

    Forged(String text) {
        this.text = text;
    }

    /** What a stranger needs of the real: identity tokens that were used up. */
    record Taken(List<String> tokens) {

        String used(int number) {
            return tokens.get(number % tokens.size());
        }

        /** With the dot before it. */
        String signature(int number) {
            String token = used(number);
            return token.substring(token.lastIndexOf('.'));
        }
    }

    abstract String token(Jobs jobs, Taken taken, int number);

    /** Requests, each from an address of its own. */
    List<byte[]> fromEverywhere(Jobs jobs, Taken taken, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(
                        i ->
                                Posts.exchange(
                                        Posts.address(Posts.STRANGERS, i),
                                        Jobs.body(token(jobs, taken, i))))
                .toList();
    }

    /** The same, all from one address. */
    List<byte[]> fromOneAddress(Jobs jobs, Taken taken, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(
                        i ->
                                Posts.exchange(
                                        Posts.address(Posts.STRANGERS, 0),
                                        Jobs.body(token(jobs, taken, i))))
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
