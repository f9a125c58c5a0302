package dev.imprimatur.audit;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The audit log where there is no application context. */
public final class AuditRoom {

    private AuditRoom() {}

    public static EventLog eventLog(JdbcClient jdbc, JsonMapper json, Clock clock) {
        return new EventLog(jdbc, json, clock);
    }

    public static EventReader eventReader(JdbcClient jdbc, JsonMapper json) {
        return new EventReader(jdbc, json);
    }
}
