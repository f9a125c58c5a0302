package dev.imprimatur.account;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * People who were here. Who somebody is, their identity provider's issuer and {@code sub} say, and
 * nothing else: names and addresses change hands.
 */
@Service
public class Accounts {

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    /** How fine the last visit is kept. */
    private static final Duration LAST_VISIT = Duration.ofHours(1);

    private static final int TRIES = 50;

    private final AccountRows rows;
    private final EventLog events;
    private final TransactionOperations transactions;
    private final Clock clock;

    Accounts(AccountRows rows, EventLog events, TransactionOperations transactions, Clock clock) {
        this.rows = rows;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The account of this id. */
    public Optional<Account> ofId(long id) {
        return rows.ofId(id);
    }

    /** The account of this name. */
    public Optional<Account> ofName(String name) {
        return rows.ofName(name);
    }

    /**
     * The account of a person, made where they are here for the first time.
     *
     * @param subject the {@code sub}, which means something with the issuer alone
     * @param preferredName what they are called; may be anything
     * @param email a checked address; null: none is known by now
     */
    public Account visiting(
            String issuer, String subject, String preferredName, @Nullable String email) {
        Optional<AccountRows.Visitor> known = rows.ofSubject(issuer, subject);
        if (known.isEmpty()) {
            return Objects.requireNonNull(
                    transactions.execute(_ -> create(issuer, subject, preferredName, email)));
        }
        AccountRows.Visitor visitor = known.get();
        Instant before = clock.instant().minus(LAST_VISIT);
        boolean moved = email != null && !email.equals(visitor.account().email());
        if (!moved && visitor.lastSeenAt().isAfter(before)) {
            return visitor.account();
        }
        return seen(visitor.account(), moved ? email : visitor.account().email());
    }

    /** That a visit cannot be kept is no reason to turn the visitor away. */
    private Account seen(Account account, @Nullable String email) {
        try {
            rows.seen(account.id(), email, clock.instant());
            return new Account(account.id(), account.name(), email, account.createdAt());
        } catch (DataAccessException e) {
            log.debug("The visit of account {} cannot be kept", account.id());
            return account;
        }
    }

    private Account create(
            String issuer, String subject, String preferredName, @Nullable String email) {
        for (String name : names(AccountName.of(preferredName)).toList()) {
            Optional<Account> created = rows.add(issuer, subject, name, email, clock.instant());
            if (created.isPresent()) {
                write(created.get(), issuer);
                return created.get();
            }
            // Not the name, but the person is there: another request of theirs was faster.
            Optional<AccountRows.Visitor> known = rows.ofSubject(issuer, subject);
            if (known.isPresent()) {
                return known.get().account();
            }
        }
        throw new IllegalStateException("No name is left for a new account");
    }

    private static Stream<String> names(String name) {
        return Stream.of(
                        Stream.of(name),
                        IntStream.rangeClosed(2, TRIES).mapToObj(number -> name + "-" + number),
                        Stream.generate(() -> name + "-" + random()).limit(TRIES))
                .flatMap(each -> each);
    }

    private static String random() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(100_000, 1_000_000));
    }

    private void write(Account account, String issuer) {
        events.record(
                new Event(
                        EventType.ACCOUNT_CREATED,
                        account.actor(),
                        null,
                        List.of(),
                        Map.of("account", account.name(), "issuer", issuer)));
    }
}
