package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoPlantTest {
    private static final int LOTS = 500;
    private static final String USER = "andon";

    @TempDir private Path folder;

    @Test
    void thePlantLivesUntilItIsClosed() throws SQLException {
        Thread thread;
        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            thread = plant.thread();
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo(DemoPlant.THREAD_NAME);
            await().until(() -> number(reader, "SELECT TICK FROM MES_SNAPSHOT") > 0);
        }

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void thePastIsWrittenBehindALivingPlantAndGoesOnAfterAStop() throws SQLException {
        String days = "SELECT COUNT(*) FROM MES_PAST_DAY";
        long before;
        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(number(reader, days)).isZero();
            plant.writePastInBackground();
            plant.writePastInBackground();
            await().until(() -> number(reader, days) > 0);
            before = number(reader, days);
        }
        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(number(reader, days)).isGreaterThanOrEqualTo(before);
            plant.writePastInBackground();
            await().until(() -> number(reader, "SELECT UP_TO FROM MES_PAST_LOT") == LOTS);
            assertThat(
                            number(
                                    reader,
                                    """
                                    SELECT COUNT(*) FROM (
                                      SELECT SUM(HOURS) AS H FROM MES_STATUS_HOURS
                                      GROUP BY SHIFT_DATE, EQP_SEQ)
                                    WHERE H <> 24\
                                    """))
                    .isZero();
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        var plant = open(LOTS, 1);
        plant.close();
        plant.close();
        assertThat(plant.thread().isAlive()).isFalse();
    }

    @Test
    void aReopenedPlantGoesOnWhereItStopped() throws SQLException {
        long tick = livedFor(2);

        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT TICK FROM MES_SNAPSHOT"))
                    .isGreaterThanOrEqualTo(tick);
            assertThat(number(reader, "SELECT COUNT(*) FROM MES_LOT WHERE HOLD_COUNT > 0"))
                    .isPositive();
        }
    }

    @Test
    void anotherSeedOrSizeIsGeneratedAnew() throws SQLException {
        livedFor(2);
        try (var plant = open(LOTS, 2);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT SEED FROM MES_GENERATOR")).isEqualTo(2);
        }
        try (var plant = open(LOTS * 2, 2);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT COUNT(*) FROM MES_LOT"))
                    .isBetween(LOTS * 2 - 20L, LOTS * 2 + 20L);
        }
    }

    @Test
    void anotherGeneratorVersionIsGeneratedAnew() throws SQLException {
        livedFor(1);
        asOwner("UPDATE MES_GENERATOR SET GENERATOR_VERSION = GENERATOR_VERSION - 1");

        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT GENERATOR_VERSION FROM MES_GENERATOR"))
                    .isEqualTo(PlantGenerator.VERSION);
        }
    }

    @Test
    void aPlantWhoseGenerationWasCutOffIsGeneratedAnew() throws SQLException {
        livedFor(1);
        asOwner("DROP TABLE MES_GENERATOR");
        asOwner("DELETE FROM MES_LOT WHERE LOT_SEQ > 100");

        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT COUNT(*) FROM MES_LOT")).isGreaterThan(LOTS - 20L);
        }
    }

    enum Damage {
        NO_DATABASE {
            @Override
            void on(Path file) throws IOException {
                Files.writeString(file, "not a database\n".repeat(10_000));
            }
        },
        CUT_SHORT {
            @Override
            void on(Path file) throws IOException {
                try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                    channel.truncate(9_000);
                }
            }
        },
        WITH_A_HOLE {
            @Override
            void on(Path file) throws IOException {
                try (var access = new RandomAccessFile(file.toFile(), "rw")) {
                    int third = (int) (access.length() / 3);
                    access.seek(third);
                    access.write(new byte[third]);
                }
            }
        };

        abstract void on(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void aBrokenFileEndsInAWholePlant(Damage damage) throws SQLException, IOException {
        livedFor(1);
        damage.on(folder.resolve("plant.mv.db"));

        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(number(reader, "SELECT COUNT(LOT_NO) FROM MES_LOT"))
                    .isGreaterThan(LOTS - 20L);
            assertThat(number(reader, "SELECT COUNT(STATE_CODE) FROM MES_EQUIPMENT_STATUS"))
                    .isEqualTo(1_497);
        }
    }

    @Test
    void aFileThatDoesNotOpenIsKeptAside() throws SQLException, IOException {
        Damage.NO_DATABASE.on(folder.resolve("plant.mv.db"));

        try (var plant = open(LOTS, 1)) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(folder.resolve("plant.mv.db.broken")).content().startsWith("not a database");
        }
    }

    @Test
    void theSimulatorOutlivesTheLossOfItsSession() throws SQLException {
        try (var plant = open(LOTS, 1);
                var owner = DriverManager.getConnection(url(), PlantFile.OWNER, "")) {
            await().until(() -> number(owner, "SELECT TICK FROM MES_SNAPSHOT") > 0);
            long before = number(owner, "SELECT TICK FROM MES_SNAPSHOT");

            number(
                    owner,
                    "SELECT COUNT(ABORT_SESSION(SESSION_ID)) FROM INFORMATION_SCHEMA.SESSIONS"
                            + " WHERE SESSION_ID <> SESSION_ID()");

            await().until(() -> number(owner, "SELECT TICK FROM MES_SNAPSHOT") > before + 1);
            assertThat(plant.thread().isAlive()).isTrue();
        }
    }

    /** Lazy reads fail once the file has dropped what they still have to fetch. */
    @Test
    void theFileKeepsItsPastForLongerThanAReadMayLast() throws SQLException {
        long readDeadlineMillis = 60_000;
        try (var plant = open(LOTS, 1);
                var owner = DriverManager.getConnection(url(), PlantFile.OWNER, "")) {
            assertThat(plant.thread().isAlive()).isTrue();
            assertThat(
                            number(
                                    owner,
                                    "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                                            + " WHERE SETTING_NAME = 'RETENTION_TIME'"))
                    .isGreaterThan(readDeadlineMillis);
        }
    }

    @Test
    void theReadersUserCannotWrite() throws SQLException {
        try (var plant = open(LOTS, 1);
                var reader = reader();
                var statement = reader.createStatement()) {
            assertThat(plant.thread().isAlive()).isTrue();
            for (String sql :
                    new String[] {
                        "DELETE FROM MES_LOT", "DROP TABLE MES_LOT", "CREATE TABLE T (X INT)"
                    }) {
                assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
            }
        }
    }

    @ParameterizedTest(name = "{0} lots")
    @ValueSource(ints = {0, -1, 10_000_001})
    void anImpossibleSizeIsRefusedBeforeAnyFileIsMade(int lots) {
        assertThatThrownBy(() -> open(lots, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lots");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aUrlThatIsNotH2sEndsInOneClearFailure() {
        assertThatThrownBy(() -> DemoPlant.open("jdbc:none:x", USER, LOTS, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the demo plant does not open");
    }

    private long livedFor(long ticks) throws SQLException {
        try (var plant = open(LOTS, 1);
                var reader = reader()) {
            assertThat(plant.thread().isAlive()).isTrue();
            await().until(() -> number(reader, "SELECT TICK FROM MES_SNAPSHOT") >= ticks);
            return number(reader, "SELECT TICK FROM MES_SNAPSHOT");
        }
    }

    private DemoPlant open(int lots, long seed) {
        return DemoPlant.open(url(), USER, lots, seed);
    }

    private Connection reader() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    private void asOwner(String sql) throws SQLException {
        try (var owner = DriverManager.getConnection(url(), PlantFile.OWNER, "");
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:h2:file:"
                + folder.resolve("plant")
                + ";DB_CLOSE_ON_EXIT=FALSE;LAZY_QUERY_EXECUTION=1";
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
