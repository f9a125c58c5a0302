package dev.imprimatur;

import static dev.imprimatur.StartupFailures.first;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.core.env.Environment;

/**
 * Says what is wrong between the service and its PostgreSQL, and which property or right mends it.
 */
final class DatabaseFailures {

    private static final String POSTGRESQL = "jdbc:postgresql://";

    private final @Nullable Environment environment;

    DatabaseFailures(@Nullable Environment environment) {
        this.environment = environment;
    }

    Optional<String> sentence(List<Throwable> chain) {
        return first(chain, FlywayValidateException.class)
                .map(DatabaseFailures::foreignSchema)
                .or(() -> noUrl(chain))
                .or(() -> foreignUrl(chain))
                .or(() -> innermost(chain).flatMap(this::refused));
    }

    private static String foreignSchema(FlywayValidateException invalid) {
        String detail =
                String.valueOf(invalid.getMessage())
                        .lines()
                        .skip(1)
                        .findFirst()
                        .map(line -> " (" + line.strip() + ")")
                        .orElse("");
        return "The schema in the database was made by another version of Imprimatur or changed by hand%s: run the version that made it, or a newer one, or restore a backup."
                .formatted(detail);
    }

    /** Boot has no public type for a data source whose URL is missing or no JDBC URL at all. */
    private static Optional<String> noUrl(List<Throwable> chain) {
        return chain.stream()
                .filter(
                        cause ->
                                cause.getClass()
                                        .getSimpleName()
                                        .equals("DataSourceBeanCreationException"))
                .findFirst()
                .map(cause -> noUrl());
    }

    /**
     * The pool and the driver would answer with a stack trace, the password in the URL included.
     */
    private Optional<String> foreignUrl(List<Throwable> chain) {
        String url = url();
        return url != null
                        && !url.startsWith(POSTGRESQL)
                        && chain.stream().anyMatch(DatabaseFailures::isOfTheDataSource)
                ? Optional.of(noUrl())
                : Optional.empty();
    }

    private static boolean isOfTheDataSource(Throwable cause) {
        return (cause instanceof BeanCreationException creation
                        && "dataSource".equals(creation.getBeanName()))
                || String.valueOf(cause.getMessage()).contains("claims to not accept jdbcUrl");
    }

    private static String noUrl() {
        return "spring.datasource.url wants the address of a PostgreSQL database, such as jdbc:postgresql://db.example.org:5432/imprimatur.";
    }

    /** The pool wraps what the driver said; the innermost knows best. */
    private static Optional<SQLException> innermost(List<Throwable> chain) {
        return first(chain.reversed(), SQLException.class);
    }

    private Optional<String> refused(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return Optional.ofNullable(
                switch (state) {
                    case "28P01", "28000" ->
                            "PostgreSQL%s does not let us in: spring.datasource.username and spring.datasource.password want a user and password that it accepts."
                                    .formatted(address());
                    case "3D000" ->
                            "PostgreSQL%s has no such database: create it, or name another in spring.datasource.url."
                                    .formatted(address());
                    case "42501" ->
                            "PostgreSQL%s denies the user of spring.datasource.username the right to create and change our tables: make it the owner of the database."
                                    .formatted(address());
                    case "53300" ->
                            "PostgreSQL%s has no connection left for us: raise its max_connections or lower spring.datasource.hikari.maximum-pool-size."
                                    .formatted(address());
                    case "57P03" ->
                            "PostgreSQL%s is starting up or shutting down: start again when it accepts connections."
                                    .formatted(address());
                    default ->
                            state.startsWith("08")
                                    ? "PostgreSQL%s cannot be reached: start it, or correct spring.datasource.url."
                                            .formatted(address())
                                    : null;
                });
    }

    /** Host, port and database, without the parameters and user, which may hold a password. */
    private String address() {
        String url = url();
        if (url == null || !url.startsWith(POSTGRESQL)) {
            return "";
        }
        String address =
                url.substring(POSTGRESQL.length()).replaceAll("[?#].*$", "").replaceAll("^.*@", "");
        return " at " + address;
    }

    private @Nullable String url() {
        return environment == null ? null : environment.getProperty("spring.datasource.url");
    }
}
