package io.andon.routes.source.real;

import io.andon.routes.plant.PlantFolder;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A small plant on PostgreSQL whose lots have a history, under an Andon of the test's own. Every
 * refresh is the test's.
 */
final class HistoryPlant implements AutoCloseable {
    static final String APPLICATION = "andon/plant/query";

    private static final String YAML =
            """
            title: History
            timeZone: Asia/Taipei
            shiftDayStart: "07:30"
            tables:
              lots: {period: 1h, readDeadline: 5s}
              resources: {period: 1h, readDeadline: 5s}
            states: {PRD: [RUN], SBY: [IDLE], UDT: [DOWN], SDT: [PM], NST: ["OFF"]}
            """;

    private static final String HISTORY_SQL =
            """
            SELECT spec, station, equipment, moved_in AS moved_in_at, tracked_in AS tracked_in_at,
              tracked_out AS tracked_out_at, moved_out AS moved_out_at, qty_in, qty_out
            FROM mes.history WHERE lot_id = :?lotId
            ORDER BY moved_in DESC, tracked_in DESC, tracked_out DESC
            """;

    private static final String TREND_SQL =
            """
            SELECT shift_date, workcenter, state, SUM(hours) AS hours
            FROM mes.hours WHERE shift_date >= :?fromDay AND shift_date < :?untilDay
            GROUP BY shift_date, workcenter, state;
            """;

    final Postgres server;
    final RunningAndon andon;

    private HistoryPlant(Postgres server, RunningAndon andon) {
        this.server = server;
        this.andon = andon;
    }

    /** Starts Andon on a server that is filled, with some settings of the test's. */
    static HistoryPlant start(Postgres server, Path folder, Map<String, String> settings) {
        var all =
                new HashMap<>(
                        Map.of(
                                "andon.db.url", server.url(),
                                "andon.db.user", Postgres.READER,
                                "andon.db.password", Postgres.PASSWORD,
                                "andon.db.query-timeout", "1s",
                                "andon.db.lock-timeout", "500ms",
                                "andon.db.pool.acquire-timeout", "1s",
                                "andon.history.fresh-for", "1ms"));
        all.putAll(settings);
        Path plant =
                PlantFolder.create(folder.resolve("plant"))
                        .yaml(YAML)
                        .sql("lots", "SELECT * FROM mes.lot")
                        .sql("resources", "SELECT resource_id, name, workcenter FROM mes.machine")
                        .sql("lot_history", HISTORY_SQL)
                        .sql("ou_trend", TREND_SQL)
                        .folder();
        RunningAndon andon = RunningAndon.of(plant, folder.resolve("state"), all);
        RunningAndon.soon()
                .until(() -> {
                    andon.refresh("lots");
                    andon.refresh("resources");
                    return andon.http.get("/health").json().path("state").asText().equals("UP");
                });
        return new HistoryPlant(server, andon);
    }

    /** Lots L1 and L2, of which L1 has a history, and a lot GONE that has nothing else. */
    static void fill(Postgres server) throws SQLException {
        server.execute(
                """
                DROP SCHEMA IF EXISTS mes CASCADE;
                CREATE SCHEMA mes;
                CREATE TABLE mes.lot (lot_id text, qty integer, workcenter text, package text);
                INSERT INTO mes.lot VALUES ('L1', 10, 'ETCH', 'QFN'), ('L2', 20, 'ETCH', 'BGA');
                CREATE TABLE mes.machine (resource_id text, name text, workcenter text);
                INSERT INTO mes.machine VALUES ('M1', 'Etcher', 'ETCH');
                CREATE TABLE mes.step (lot_id text, spec text, station text, equipment char(8),
                  moved_in timestamp, tracked_in timestamptz, tracked_out timestamptz,
                  moved_out timestamp, qty_in integer, qty_out numeric);
                INSERT INTO mes.step VALUES
                  ('L1', 'Saw', 'SAW', 'M1', '2026-11-01 08:00', '2026-11-01 09:00+08',
                   '2026-11-01 10:00+08', '2026-11-01 12:00', 100, 30),
                  ('L1', 'Saw', 'SAW', 'M1', '2026-11-01 08:00', '2026-11-01 09:00+08',
                   '2026-11-01 12:00+08', '2026-11-01 12:00', 100, 68),
                  ('L1', 'Gate', 'SAW', NULL, '2026-11-01 12:00', NULL, NULL,
                   '2026-11-01 13:00', 98, 98),
                  ('GONE', 'Saw', NULL, 'M1', '2026-10-01 08:00', '2026-10-01 09:00+08',
                   '2026-10-01 10:00+08', NULL, NULL, NULL);
                CREATE TABLE mes.hours (
                  shift_date date, workcenter text, state text, hours numeric);
                INSERT INTO mes.hours
                SELECT day::date, workcenter, state, (random() * 10)::numeric(6, 3)
                FROM generate_series(now() - interval '100 days', now(), '1 day') AS day,
                  unnest(ARRAY['ETCH', 'LITHO', NULL]) AS workcenter,
                  unnest(ARRAY['RUN', 'IDLE', 'DOWN', 'PM', 'OFF', 'ODD', NULL]) AS state;
                GRANT USAGE ON SCHEMA mes TO PUBLIC;
                GRANT SELECT ON ALL TABLES IN SCHEMA mes TO andon
                """);
        sleeping(server, 0);
    }

    /** From now on every question for a lot takes so long. */
    static void sleeping(Postgres server, double seconds) throws SQLException {
        server.execute(
                """
                CREATE OR REPLACE VIEW mes.history AS
                WITH nap AS MATERIALIZED (SELECT pg_sleep(%s))
                SELECT step.* FROM nap CROSS JOIN mes.step;
                GRANT SELECT ON mes.history TO andon
                """
                        .formatted(seconds));
    }

    Reply history(String lot) {
        return andon.http.get("/api/wip/lot/" + lot + "/history");
    }

    /** The same question from so many callers at once. */
    List<Reply> atOnce(int callers, Callable<Reply> question) {
        try (var threads = Executors.newFixedThreadPool(callers)) {
            var asked = new ArrayList<Future<Reply>>();
            for (int i = 0; i < callers; i++) asked.add(threads.submit(question));
            var replies = new ArrayList<Reply>();
            for (Future<Reply> each : asked) replies.add(each.get());
            return replies;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String breaker() {
        return andon.http
                .get("/health/deep", "Authorization", andon.bearer())
                .json()
                .at("/breaker/state")
                .asText();
    }

    @Override
    public void close() {
        andon.close();
    }
}
