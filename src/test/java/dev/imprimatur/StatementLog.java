package dev.imprimatur;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Writes down what the service sends to PostgreSQL, so that a test can pin it. */
public final class StatementLog implements BeanPostProcessor {

    /** Threads of which nobody asked anything. */
    private static final List<String> BACKGROUND = List.of("scheduling-", "notice-", "event-tail");

    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static final Set<String> LOG_OF_BACKGROUND = ConcurrentHashMap.newKeySet();

    /** What was sent while the action ran, without what goes on in the background. */
    public static List<String> during(Runnable action) {
        LOG.clear();
        action.run();
        List<String> sent = new ArrayList<>(LOG);
        sent.removeIf(sql -> sql.contains("issuer_keys"));
        return sent;
    }

    private static void write(String statement) {
        String thread = Thread.currentThread().getName();
        if (BACKGROUND.stream().noneMatch(thread::startsWith)) {
            LOG.add(statement);
        } else {
            LOG_OF_BACKGROUND.add(statement);
        }
    }

    /** All that was sent so far without anybody asking. */
    public static Set<String> inTheBackground() {
        return Set.copyOf(LOG_OF_BACKGROUND);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Logged(source) : bean;
    }

    private static final class Logged extends DelegatingDataSource {

        Logged(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return proxy(Connection.class, super.getConnection(), "");
        }
    }

    private static <T> T proxy(Class<T> type, T target, String sql) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call(target, sql, method, arguments)));
    }

    private static @Nullable Object call(
            Object target, String sql, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().startsWith("execute")) {
            write(sql.isEmpty() && arguments != null ? String.valueOf(arguments[0]) : sql);
        } else if (method.getName().equals("commit") || method.getName().equals("rollback")) {
            write(method.getName());
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (result instanceof Statement && target instanceof Connection) {
            Class<?> type = method.getReturnType();
            String prepared = arguments == null ? "" : String.valueOf(arguments[0]);
            return proxyStatement(type, result, prepared);
        }
        return result;
    }

    private static <T> T proxyStatement(Class<T> type, Object statement, String sql) {
        return proxy(type, type.cast(statement), sql);
    }
}
