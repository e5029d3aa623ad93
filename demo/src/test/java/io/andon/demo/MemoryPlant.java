package io.andon.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A generated plant in memory, with its simulator and plain SQL to look at it. */
final class MemoryPlant implements AutoCloseable {
    static final List<String> TABLES =
            List.of(
                    "MES_SNAPSHOT",
                    "MES_PRODUCT",
                    "MES_SPEC",
                    "MES_EQUIPMENT",
                    "MES_LOT",
                    "MES_EQUIPMENT_STATUS",
                    "MES_TRACK_IN");

    private final SteppedClock clock = new SteppedClock();
    private final String url;
    private final int lots;
    private final long seed;
    private final Connection connection;
    private final Simulator simulator;

    MemoryPlant(int lots, long seed) throws SQLException {
        this.lots = lots;
        this.seed = seed;
        url = "jdbc:h2:mem:" + UUID.randomUUID() + ";LAZY_QUERY_EXECUTION=1";
        connection = DriverManager.getConnection(url);
        PlantGenerator.generate(connection, lots, seed, clock);
        simulator =
                new Simulator(
                        new PlantSession(DriverManager.getConnection(url)), lots, seed, clock);
    }

    Instant now() {
        return clock.instant();
    }

    Connection connection() {
        return connection;
    }

    /** The past of this plant over a session of its own. */
    PlantPast past() throws SQLException {
        return new PlantPast(new PlantSession(DriverManager.getConnection(url)), lots, seed, clock);
    }

    /** Writes the whole past. */
    void writePast() throws SQLException {
        try (var past = past()) {
            while (past.step()) {
                // a piece a step
            }
        }
    }

    Connection anotherConnection() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    void step(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofSeconds(1));
            simulator.step();
        }
    }

    void stepWithTheClockStandingStill() throws SQLException {
        simulator.step();
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(rows(sql).getFirst().getFirst());
    }

    /** Every row's values as text; null is the word null. */
    List<List<String>> rows(String sql) throws SQLException {
        var found = new ArrayList<List<String>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) found.add(texts(rows));
        }
        return found;
    }

    static List<String> texts(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) row.add(String.valueOf(rows.getObject(i)));
        return row;
    }

    /** First column to second, in the order of the rows. */
    Map<String, Long> counts(String sql) throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        for (var row : rows(sql)) counts.put(row.get(0), Long.parseLong(row.get(1)));
        return counts;
    }

    /** A hash of each table's whole content. */
    Map<String, Integer> checksums() throws SQLException {
        var sums = new LinkedHashMap<String, Integer>();
        for (String table : TABLES) {
            var rows = new ArrayList<>(rows("SELECT * FROM " + table));
            rows.sort((a, b) -> a.toString().compareTo(b.toString()));
            sums.put(table, rows.hashCode());
        }
        return sums;
    }

    @Override
    public void close() throws SQLException {
        simulator.close();
        connection.close();
    }
}
