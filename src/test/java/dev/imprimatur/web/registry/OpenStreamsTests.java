package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenStreamsTests {

    private final OpenStreams streams =
            new OpenStreams(new EventStreamProperties(3, 2, Duration.ofMinutes(30)));

    @Test
    void nobodyTakesMoreThanTheirOwn() {
        OpenStreams.Place first = streams.take(operator("a"));
        OpenStreams.Place _ = streams.take(operator("a"));

        refuses(operator("a"), 429);
        first.close();
        assertThat(streams.take(operator("a"))).isNotNull();
    }

    @Test
    void allCredentialsOfOnePersonAreOne() {
        Account alice = new Account(1, "alice", null, Instant.EPOCH);
        OpenStreams.Place _ = streams.take(tokenOf(alice, "one"));
        OpenStreams.Place _ = streams.take(tokenOf(alice, "two"));

        refuses(tokenOf(alice, "three"), 429);
        refuses(Caller.person(alice, false, false), 429);
    }

    @Test
    void theInstanceServesNoMoreThanItCan() {
        OpenStreams.Place _ = streams.take(operator("a"));
        OpenStreams.Place _ = streams.take(operator("a"));
        OpenStreams.Place last = streams.take(operator("b"));

        refuses(operator("c"), 503);
        last.close();
        assertThat(streams.take(operator("c"))).isNotNull();
    }

    private static Caller operator(String token) {
        return Caller.operator("api-token:" + token);
    }

    private static Caller tokenOf(Account account, String token) {
        String actor = account.actor() + "/" + token;
        return new Caller(actor, account, 1L, false, false, Scope.READ, null);
    }

    private void refuses(Caller caller, int status) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> streams.take(caller))
                .satisfies(
                        refused -> {
                            assertThat(refused.problem().status()).isEqualTo(status);
                            assertThat(refused.problem().retryAfter()).isPositive();
                        });
    }
}
