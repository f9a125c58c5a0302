package dev.imprimatur;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Tells a database that cannot be had now, so that the same request may be good in a moment, from a
 * request that the database refuses.
 */
public final class DatabaseFailure {

    /**
     * Connection lost, out of resources, shut down or cancelled, rolled back to let others go on
     * (SQLSTATE classes of PostgreSQL's appendix "Error Codes").
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57");

    /** Read-only, aborted or timed-out transaction; lock not available. */
    private static final Set<String> PASSING_STATES =
            Set.of("25006", "25P02", "25P03", "25P04", "55P03");

    /** Text that cannot be stored: a NUL, half a character; or an entry too large for an index. */
    private static final Set<String> UNFIT_STATES = Set.of("22021", "22P05", "54000");

    private DatabaseFailure() {}

    /** Whether the database cannot be had now. */
    public static boolean isPassing(Throwable thrown) {
        return causes(thrown).anyMatch(DatabaseFailure::isPassingCause);
    }

    /** Whether the database refuses a text that came with the request. */
    public static boolean isUnfitText(Throwable thrown) {
        return state(thrown).filter(UNFIT_STATES::contains).isPresent();
    }

    /** The SQLSTATE behind an exception; empty where there is none. */
    public static Optional<String> state(Throwable thrown) {
        return causes(thrown)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null)
                .findFirst();
    }

    private static boolean isPassingCause(Throwable cause) {
        return switch (cause) {
            case CannotCreateTransactionException _,
                    TransactionTimedOutException _,
                    TransientDataAccessException _,
                    RecoverableDataAccessException _,
                    DataAccessResourceFailureException _,
                    SQLTransientException _ ->
                    true;
            case SQLException sql -> isPassingState(sql.getSQLState());
            default -> false;
        };
    }

    /**
     * PostgreSQL and its driver always tell a state. What has none comes from the pool: the
     * connection was lost, and what is left to do with it, such as to roll back, cannot be done.
     */
    private static boolean isPassingState(@Nullable String state) {
        return state == null
                || state.length() == 5
                        && (PASSING_CLASSES.contains(state.substring(0, 2))
                                || PASSING_STATES.contains(state));
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
