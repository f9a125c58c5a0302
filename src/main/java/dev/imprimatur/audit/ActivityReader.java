package dev.imprimatur.audit;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what the audit log says of a project: the same events that {@link EventReader} shows to
 * whoever looks from there.
 *
 * <p>Limit: what concerned several projects at once is looked at row by row, so that tens of
 * thousands of exchanges of a monorepo take as long as reading them does.
 */
@Component
public class ActivityReader {

    /** In the order of {@link Activity.Counts}. */
    private static final List<String> TYPES =
            List.of(
                    EventType.TOKEN_MINTED.wireName(),
                    EventType.EXCHANGE_REFUSED.wireName(),
                    EventType.UPLOAD_REFUSED.wireName());

    /** As in the predicates of the indexes, which must find it again in the statement. */
    private static final String COUNTED =
            "type IN ('token-minted', 'exchange-refused', 'upload-refused')";

    private final JdbcClient jdbc;
    private final Clock clock;

    ActivityReader(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What whoever looks from a project may know of it. */
    public Activity of(Viewpoint viewpoint) {
        LocalDate first = LocalDate.ofInstant(clock.instant(), UTC).minusDays(Activity.DAYS - 1);
        long[][] counts = new long[Activity.DAYS][TYPES.size()];
        jdbc.sql(count(viewpoint))
                .params(viewpoint.parameters())
                .params(
                        Map.of(
                                "index", viewpoint.indexId(),
                                "projects", new String[] {viewpoint.name()},
                                "types", TYPES.toArray(String[]::new),
                                "first", first.atStartOfDay().atOffset(UTC),
                                "days", Activity.DAYS))
                .query(
                        row -> {
                            counts[row.getInt("day")][TYPES.indexOf(row.getString("type"))] =
                                    row.getLong("events");
                        });
        List<Activity.Day> days = new ArrayList<>();
        long[] total = new long[TYPES.size()];
        for (int day = 0; day < Activity.DAYS; day++) {
            days.add(new Activity.Day(first.plusDays(day), counts(counts[day])));
            for (int type = 0; type < total.length; type++) {
                total[type] += counts[day][type];
            }
        }
        return new Activity(List.copyOf(days), counts(total));
    }

    /**
     * Of events of one project without marks, {@link Viewpoint} asks for nothing but the time, so
     * they are counted in the index {@code event_activity}, a day at a time. The days of the others
     * are a matter of arithmetic, lest the planner reads the index on times to find them.
     */
    private static String count(Viewpoint viewpoint) {
        return """
            WITH shared AS (
                SELECT type,
                       CAST(floor(extract(epoch FROM at - :first) / 86400) AS integer) AS day,
                       count(*) AS events
                  FROM event
                 WHERE index_id = :index
                   AND projects @> CAST(:projects AS text[])
                   AND %1$s
                   AND (cardinality(projects) > 1 OR detail -> 'pending_projects' IS NOT NULL)
                   %2$s
                 GROUP BY 1, 2
            )
            SELECT d.day, t.type,
                   (SELECT count(*)
                      FROM event
                     WHERE index_id = :index
                       AND projects = CAST(:projects AS text[])
                       AND type = t.type
                       AND %1$s
                       AND cardinality(projects) = 1 AND detail -> 'pending_projects' IS NULL
                       AND NOT CAST(:pending AS boolean)
                       AND at >= greatest(:first + d.day * interval '24 hours', :made)
                       AND at < :first + (d.day + 1) * interval '24 hours')
                   + coalesce(s.events, 0) AS events
              FROM generate_series(0, :days - 1) AS d (day)
             CROSS JOIN unnest(CAST(:types AS text[])) AS t (type)
              LEFT JOIN shared s ON s.day = d.day AND s.type = t.type
             ORDER BY d.day
            """
                .formatted(COUNTED, viewpoint.condition());
    }

    private static Activity.Counts counts(long[] ofTypes) {
        return new Activity.Counts(ofTypes[0], ofTypes[1], ofTypes[2]);
    }
}
