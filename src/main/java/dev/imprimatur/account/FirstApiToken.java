package dev.imprimatur.account;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.secret.Secret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to it that somebody can get in: adds the configured API token where it is new, or makes one
 * where there is none at all. Any number of instances may do so at once.
 */
@Component
class FirstApiToken implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstApiToken.class);

    private static final String ACTOR = "system";

    /** Held until the transaction ends, so that one instance at a time finds the table empty. */
    private static final String LOCK = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(7205759)) held";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final AdminProperties admin;
    private final ApiTokens tokens;
    private final EventLog events;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    FirstApiToken(
            AdminProperties admin,
            ApiTokens tokens,
            EventLog events,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.admin = admin;
        this.tokens = tokens;
        this.events = events;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        transaction.executeWithoutResult(
                status -> {
                    jdbc.sql(LOCK).query(Integer.class).single();
                    configured().ifPresentOrElse(this::addConfigured, this::makeFirst);
                });
    }

    private Optional<Secret> configured() {
        return Optional.ofNullable(admin.apiToken()).flatMap(ApiTokens.FORMAT::read);
    }

    /** Configuration is how a lost or leaked token is replaced, so a new one joins the others. */
    private void addConfigured(Secret secret) {
        // A few digits of the hash tell configured tokens apart and say nothing of the text.
        String name = "configured-" + HexFormat.of().formatHex(secret.hash(), 0, 4);
        if (tokens.ofText(secret.reveal()).isEmpty()) {
            tokens.add(secret, NewApiToken.unlimited(name), ACTOR);
            log.info("The API token of imprimatur.admin.api-token is new and was added: {}", name);
        }
    }

    private void makeFirst() {
        if (!tokens.page(0, 1).isEmpty()) {
            return;
        }
        Path file = admin.file().toAbsolutePath();
        Secret secret = ApiTokens.FORMAT.generate("");
        try {
            write(file, secret);
        } catch (FileAlreadyExistsException e) {
            // Of a first start that did not get to its end, or before the database was made anew.
            if (someWereRemoved()) {
                log.warn(
                        "There is no API token, and the one in {} may be one that was removed: set"
                                + " imprimatur.admin.api-token, or move the file away",
                        file);
                return;
            }
            secret = read(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    "imprimatur.admin.token-file must be a file that this service can create: "
                            + file);
        }
        tokens.add(secret, NewApiToken.unlimited("admin"), ACTOR);
        log.info("The first API token is in {}; keep it safe, and remove the file", file);
    }

    /** A token that somebody removed must not come back because its file was forgotten. */
    private boolean someWereRemoved() {
        EventLog.Filter removals = new EventLog.Filter(null, null, EventType.API_TOKEN_REMOVED);
        return !events.page(removals, Long.MAX_VALUE, 1).isEmpty();
    }

    private static void write(Path file, Secret secret) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Files.createFile(file, ownerOnly);
        Files.writeString(file, secret.reveal() + "\n", StandardOpenOption.WRITE);
    }

    private static Secret read(Path file) {
        try {
            Optional<Secret> kept = ApiTokens.FORMAT.read(Files.readString(file).strip());
            if (kept.isPresent()) {
                return kept.get();
            }
        } catch (IOException e) {
            log.debug("The file of the first API token cannot be read", e);
        }
        throw new ConfigurationException(
                "imprimatur.admin.token-file names a file that holds no API token and is never"
                        + " overwritten; move it away: "
                        + file);
    }
}
