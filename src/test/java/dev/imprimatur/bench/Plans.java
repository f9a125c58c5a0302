package dev.imprimatur.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gets from PostgreSQL the plans of the very statements that the service sends, with the values
 * that it binds and as its prepared statements are planned by then. A statement that is copied out
 * and explained by hand may get another plan than the one that requests wait for.
 */
final class Plans implements BeanPostProcessor {

    /** A row that is read and thrown away costs as much in an index as in the table. */
    private static final int MOST_ROWS_THROWN_AWAY = 10_000;

    private static final Pattern SCAN =
            Pattern.compile("Seq Scan on (?:project|publisher|event)\\b");
    private static final Pattern THROWN_AWAY =
            Pattern.compile("Rows Removed by (?:Filter|Index Recheck): (\\d+)");
    private static final Pattern OF_THE_REGISTRY =
            Pattern.compile(" on (?:project|publisher|event)\\b");

    /** auto_explain comes with PostgreSQL; each session is told anew, since pools keep sessions. */
    private static final String ON =
            """
            LOAD 'auto_explain';
            SET auto_explain.log_min_duration = 0;
            SET auto_explain.log_analyze = on;
            SET auto_explain.log_buffers = on;
            SET auto_explain.log_level = notice;
            SET client_min_messages = notice
            """;

    private static final String OFF = "SET auto_explain.log_min_duration = -1";

    private static final List<String> TOLD = new ArrayList<>();
    private static volatile boolean asking;

    /** The plans of what reads or changes the registry while the action runs. */
    static List<String> of(Runnable action) {
        synchronized (TOLD) {
            TOLD.clear();
        }
        asking = true;
        try {
            action.run();
        } finally {
            asking = false;
        }
        synchronized (TOLD) {
            Map<String, String> distinct = new LinkedHashMap<>();
            TOLD.stream()
                    .filter(plan -> OF_THE_REGISTRY.matcher(plan).find())
                    .forEach(plan -> distinct.putIfAbsent(withoutNumbers(plan), plan));
            return List.copyOf(distinct.values());
        }
    }

    /** Whether a plan reads a table of the registry from its beginning to its end. */
    static boolean isScan(String plan) {
        Matcher thrown = THROWN_AWAY.matcher(plan);
        while (thrown.find()) {
            if (Long.parseLong(thrown.group(1)) > MOST_ROWS_THROWN_AWAY) {
                return true;
            }
        }
        return SCAN.matcher(plan).find();
    }

    private static String withoutNumbers(String plan) {
        return plan.replaceAll("(?m)^duration.*|[0-9.]+|Buffers:.*", "");
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Explained(source) : bean;
    }

    private static final class Explained extends DelegatingDataSource {

        Explained(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            if (!asking) {
                return connection;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(ON);
            }
            return proxy(Connection.class, connection);
        }
    }

    private static <T> T proxy(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call(target, method, arguments)));
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        if (target instanceof Connection connection && method.getName().equals("close")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(OFF);
                take(statement.getWarnings());
            }
            take(connection.getWarnings());
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        // A plan comes when its statement ends, which may be with the next one.
        if (target instanceof Statement statement && method.getName().startsWith("execute")) {
            take(statement.getWarnings());
        }
        if (target instanceof Connection connection
                && List.of("commit", "rollback").contains(method.getName())) {
            take(connection.getWarnings());
        }
        return result instanceof Statement made && target instanceof Connection
                ? statementProxy(method.getReturnType(), made)
                : result;
    }

    private static <T> T statementProxy(Class<T> type, Object statement) {
        return proxy(type, type.cast(statement));
    }

    private static void take(@Nullable SQLWarning first) {
        for (SQLWarning told = first; told != null; told = told.getNextWarning()) {
            String message = String.valueOf(told.getMessage());
            synchronized (TOLD) {
                if (message.contains("plan:") && !TOLD.contains(message)) {
                    TOLD.add(message);
                }
            }
        }
    }
}
