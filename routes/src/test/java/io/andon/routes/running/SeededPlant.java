package io.andon.routes.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A small plant in an H2 database in this JVM's memory, whose tables the test owns: 400 seeded lots
 * with names that are hard to carry through a URL, 12 machines and what runs on them.
 */
public final class SeededPlant implements AutoCloseable {
    public static final int LOTS = 400;
    public static final int MACHINES = 12;

    /** Ids that need encoding, or that look like patterns. */
    public static final List<String> ODD_IDS =
            List.of("A/1", "B%2", "C+3 c", "Größe-5", "D,4", "E*5", "E\\*6", "F?7&x=1", "日本-8");

    private static final List<String> WORKCENTERS =
            List.of("DICING", "WIRE BOND", "O/S TEST", "PACK+SHIP", "100%");
    private static final List<String> PACKAGES =
            List.of("BGA-48", "QFN,8", "SOP/16", "Größe 7", "A&B");
    private static final List<String> STATUSES = List.of("RUN", "QUEUE", "HOLD");
    private static final List<String> REASONS = List.of("Yield", "Planning", "Recipe; wrong");

    private static final String TABLES =
            """
            CREATE TABLE MES_LOT (LOT_NO VARCHAR(40), WORK_ORDER VARCHAR(40), QTY BIGINT,
              WC VARCHAR(40), PKG VARCHAR(40), PROD VARCHAR(40), STATE VARCHAR(10),
              REASON VARCHAR(40), MOVED_IN TIMESTAMP(3), CUSTOMER VARCHAR(40));
            CREATE TABLE MES_MACHINE (ID VARCHAR(40), NAME VARCHAR(40), WC VARCHAR(40),
              FAMILY VARCHAR(40), IN_USE BOOLEAN);
            CREATE TABLE MES_STATUS (ID VARCHAR(40), STATE VARCHAR(10), SINCE TIMESTAMP(3),
              LOT_NO VARCHAR(40), QTY BIGINT)
            """;

    private final String name = "plant-" + UUID.randomUUID();
    private final Connection keeper;

    public SeededPlant(long seed) {
        try {
            keeper = DriverManager.getConnection(url(), "sa", "");
            run(TABLES);
            fill(new Random(seed));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public String name() {
        return name;
    }

    /** Where this JVM finds the database. */
    public String url() {
        return "jdbc:h2:mem:" + name;
    }

    public void run(String sql) {
        try (var statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first value of a query: what an answer is compared with. */
    public long number(String sql) {
        try (var statement = keeper.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** A plant folder that is read when it is told to, and once at the start. */
    public Path folder(Path parent) {
        return folder(parent, url(), "1h", "2h");
    }

    public Path folder(Path parent, String url, String period, String freshFor) {
        try {
            Path folder = Files.createDirectories(parent.resolve("plant"));
            Files.writeString(
                    folder.resolve("plant.yaml"), yaml().formatted(url, period, freshFor));
            Files.writeString(folder.resolve("lots.sql"), LOTS_SQL);
            Files.writeString(folder.resolve("resources.sql"), RESOURCES_SQL);
            Files.writeString(folder.resolve("resource_status.sql"), STATUS_SQL);
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void fill(Random random) throws SQLException {
        try (PreparedStatement lots =
                keeper.prepareStatement(
                        "INSERT INTO MES_LOT VALUES (?,?,?,?,?,?,?,?,TIMESTAMP '2026-11-01 00:00:00',?)")) {
            for (int i = 0; i < LOTS; i++) {
                String status = STATUSES.get(random.nextInt(STATUSES.size()));
                boolean held = status.equals("HOLD") && random.nextInt(5) > 0;
                lots.setString(1, lotId(i));
                lots.setString(2, "WO-" + random.nextInt(40));
                lots.setLong(3, random.nextInt(5_000));
                lots.setString(4, some(random, WORKCENTERS));
                lots.setString(5, some(random, PACKAGES));
                lots.setString(6, "PRD-" + random.nextInt(30));
                lots.setString(7, status);
                lots.setString(8, held ? REASONS.get(random.nextInt(REASONS.size())) : null);
                lots.setString(9, some(random, List.of("ACME", "Müller & Söhne", "a,b")));
                lots.execute();
            }
        }
        for (int i = 0; i < MACHINES; i++) {
            run(
                    "INSERT INTO MES_MACHINE VALUES ('EQ/%1$02d', 'Machine %1$d', '%2$s', 'F%3$d', TRUE)"
                            .formatted(i, WORKCENTERS.get(i % 3), i % 2));
            String state = List.of("RUN", "IDLE", "DOWN").get(i % 3);
            boolean runs = state.equals("RUN");
            run(
                    "INSERT INTO MES_STATUS VALUES ('EQ/%02d', '%s', TIMESTAMP '2026-11-01 00:00:00', %s, %s)"
                            .formatted(
                                    i,
                                    state,
                                    runs ? "'" + lotId(20 + i) + "'" : "NULL",
                                    runs ? "7" : "NULL"));
        }
    }

    private static String lotId(int i) {
        if (i < ODD_IDS.size()) return ODD_IDS.get(i);
        return i % 50 == 0 ? "DUMMY-" + i : "LOT%04d.%02d".formatted(i / 3, i % 3);
    }

    private static @Nullable String some(Random random, List<String> values) {
        int at = random.nextInt(values.size() + 1);
        return at == values.size() ? null : values.get(at);
    }

    private static final String LOTS_SQL =
            """
            SELECT LOT_NO AS lot_id, WORK_ORDER AS workorder, QTY AS qty, WC AS workcenter,
              PKG AS package, PROD AS product, STATE AS status, REASON AS hold_reason,
              MOVED_IN AS moved_in_at, CUSTOMER AS customer
            FROM MES_LOT
            """;

    private static final String RESOURCES_SQL =
            """
            SELECT ID AS resource_id, NAME AS name, WC AS workcenter, FAMILY AS family,
              IN_USE AS is_production
            FROM MES_MACHINE
            """;

    private static final String STATUS_SQL =
            """
            SELECT ID AS resource_id, STATE AS state, SINCE AS since, LOT_NO AS lot_id, QTY AS qty
            FROM MES_STATUS
            """;

    private static String yaml() {
        return """
        title: Seeded plant
        timeZone: Asia/Taipei
        shiftDayStart: "07:30"
        source: {url: "%1$s", user: sa}
        tables:
          lots: {period: %2$s, freshFor: %3$s, filters: [customer]}
          resources: {period: %2$s, freshFor: %3$s}
          resource_status: {period: %2$s, freshFor: %3$s}
        states: {PRD: [RUN], SBY: [IDLE], UDT: [DOWN]}
        holdTypes: {nonQuality: [Planning]}
        workcenters:
          - {name: WIRE BOND, group: Front}
          - {name: DICING, group: Front}
        """;
    }
}
