package io.andon.routes.faults;

import io.andon.routes.plant.PlantFolder;
import io.andon.routes.running.Postgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The laboratory's plant: 3,000 lots on 200 machines, read every {@link #PERIOD}. */
final class LabPlant {
    static final Duration PERIOD = Duration.ofSeconds(5);
    static final Duration READ_DEADLINE = Duration.ofSeconds(4);
    static final List<String> TABLES = List.of("lots", "resources", "resource_status");
    static final int LOTS = 3_000;
    static final int MACHINES = 200;

    private static final String YAML =
            """
            title: Laboratory
            timeZone: UTC
            tables:
              lots: {period: 5s, readDeadline: 4s}
              resources: {period: 5s, readDeadline: 4s}
              resource_status: {period: 5s, readDeadline: 4s}
            states: {PRD: [RUN], SBY: [IDLE], UDT: [DOWN]}
            holdTypes: {nonQuality: [Planning]}
            """;

    private static final String HISTORY =
            """
            SELECT product AS spec, workcenter AS station, moved_in_at, qty AS qty_in
            FROM mes.lot WHERE lot_id = :?lotId
            """;

    private LabPlant() {}

    /** Makes the tables anew; the same seed makes the same rows. */
    static void fill(Postgres server, long seed) throws SQLException {
        String fraction = Double.toString(Math.floorMod(seed, 1_000) / 1_000.0);
        server.execute(
                """
                DROP SCHEMA IF EXISTS mes CASCADE;
                CREATE SCHEMA mes;
                SELECT setseed(%s);
                CREATE TABLE mes.machine AS
                  SELECT 'EQ-' || to_char(m, 'FM0000') AS resource_id, 'Machine ' || m AS name,
                         'WC-' || m %% 12 AS workcenter, 'F' || m %% 30 AS family
                  FROM generate_series(1, %d) m;
                ALTER TABLE mes.machine ADD PRIMARY KEY (resource_id);
                CREATE TABLE mes.lot AS
                  SELECT 'LOT-' || to_char(l, 'FM00000') AS lot_id, 'WO-' || l %% 300 AS workorder,
                         CAST(floor(random() * 5000) AS bigint) AS qty,
                         'WC-' || floor(random() * 12) AS workcenter,
                         'PKG-' || floor(random() * 25) AS package,
                         'PRD-' || floor(random() * 80) AS product,
                         (ARRAY['RUN', 'QUEUE', 'HOLD'])[1 + floor(random() * 3)] AS status,
                         (ARRAY['Yield', 'Planning', NULL])[1 + floor(random() * 3)] AS hold_reason,
                         TIMESTAMPTZ '2026-11-01 00:00Z' + random() * INTERVAL '10 days' AS moved_in_at,
                         CAST(25 AS numeric) AS qty2, random() AS yield_share
                  FROM generate_series(1, %d) l;
                ALTER TABLE mes.lot ADD PRIMARY KEY (lot_id);
                CREATE TABLE mes.machine_state AS
                  SELECT resource_id,
                         (ARRAY['RUN', 'IDLE', 'DOWN'])[1 + floor(random() * 3)] AS state,
                         TIMESTAMPTZ '2026-11-01 00:00Z' AS since
                  FROM mes.machine;
                GRANT USAGE ON SCHEMA mes TO PUBLIC;
                GRANT SELECT ON ALL TABLES IN SCHEMA mes TO %s
                """
                        .formatted(fraction, MACHINES, LOTS, Postgres.READER));
    }

    static Path folder(Path parent) {
        return PlantFolder.create(parent.resolve("lab"))
                .yaml(YAML)
                .sql("lots", "SELECT " + mark("lots") + " * FROM mes.lot")
                .sql("resources", "SELECT " + mark("resources") + " * FROM mes.machine")
                .sql(
                        "resource_status",
                        "SELECT " + mark("resource_status") + " * FROM mes.machine_state")
                .sql("lot_history", HISTORY)
                .folder();
    }

    /** What the query of a table says on the wire and in the server's log. */
    static String mark(String table) {
        return "/* reads " + table + " */";
    }
}
