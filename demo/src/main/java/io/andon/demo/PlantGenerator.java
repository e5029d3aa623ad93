package io.andon.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Fills an empty database with a plant; the same seed, size and clock give the same rows. */
final class PlantGenerator {
    /**
     * Raise with every change of schema or of what is drawn: files of older versions are redone.
     */
    static final int VERSION = 3;

    private PlantGenerator() {}

    static void generate(Connection connection, int lots, long seed, Clock clock)
            throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        run(connection, "schema.sql");
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            var catalog = new Catalog(seed);
            var draw = Draw.of(seed, -2);
            var floor = new MachineFloor(draw, now);
            writeMasters(connection, catalog, now);
            floor.writeEquipment(connection);
            new LotGenerator(catalog, floor, draw, now).write(connection, lots);
            floor.writeStatus(connection);
            connection.commit();
        } finally {
            connection.setAutoCommit(autoCommit);
        }
        run(connection, "indexes.sql");
        try (var done = new BulkInsert(connection, "MES_GENERATOR", 3)) {
            done.row(VERSION, seed, lots);
        }
    }

    private static void writeMasters(Connection connection, Catalog catalog, Instant now)
            throws SQLException {
        try (var insert = new BulkInsert(connection, "MES_SNAPSHOT", 2)) {
            insert.row(now, 0L);
        }
        try (var insert = new BulkInsert(connection, "MES_PAST_LOT", 1)) {
            insert.row(0L);
        }
        try (var insert = new BulkInsert(connection, "MES_PRODUCT", 4)) {
            for (var product : catalog.products()) {
                insert.row(
                        product.name(),
                        product.packageType().name(),
                        product.type(),
                        product.customer());
            }
        }
        try (var insert = new BulkInsert(connection, "MES_SPEC", 6)) {
            for (var spec : ProcessRoute.SPECS) {
                var workcenter = spec.workcenter();
                insert.row(
                        spec.seq(),
                        spec.name(),
                        spec.station(),
                        workcenter.name(),
                        workcenter.order(),
                        workcenter.group());
            }
        }
    }

    private static void run(Connection connection, String file) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : DataFile.statements(file)) statement.execute(sql);
        }
    }
}
