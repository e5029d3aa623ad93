package io.andon.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** The demo plant in an embedded H2 database. */
public final class DemoPlant {
    private DemoPlant() {}

    public static void generate(Connection connection, int lots, long seed) throws SQLException {
        PlantGenerator.generate(connection, lots, seed, Clock.systemUTC());
    }
}
