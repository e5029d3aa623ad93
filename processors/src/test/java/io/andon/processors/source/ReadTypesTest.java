package io.andon.processors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.processors.CodedException;
import io.andon.processors.FailureClassifier;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a database's types become, read from a real one. */
final class ReadTypesTest {
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final String LOT = "'L1' AS lot_id, 'WC' AS workcenter, 'P' AS package";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CAST(1 AS TINYINT)                                 | LONG    | 1
                    CAST(-7 AS SMALLINT)                               | LONG    | -7
                    CAST(1 AS INT)                                     | LONG    | 1
                    CAST(9007199254740991 AS BIGINT)                   | LONG    | 9007199254740991
                    CAST(12 AS NUMERIC(10))                            | LONG    | 12
                    CAST(12.5 AS NUMERIC(10, 2))                       | DOUBLE  | 12.5
                    CAST(0.5 AS DOUBLE PRECISION)                      | DOUBLE  | 0.5
                    CAST(0.5 AS REAL)                                  | DOUBLE  | 0.5
                    TRUE                                               | BOOLEAN | true
                    'text'                                             | TEXT    | text
                    CAST('x' AS CLOB)                                  | TEXT    | x
                    DATE '2026-11-23'                                  | TIME    | 2026-11-22T16:00:00Z
                    TIMESTAMP '2026-11-23 14:00:00.5'                  | TIME    | 2026-11-23T06:00:00.500Z
                    TIMESTAMP WITH TIME ZONE '2026-11-23 06:00:00+00'  | TIME    | 2026-11-23T06:00:00Z
                    CAST(NULL AS BIGINT)                               | LONG    |
                    CAST(NULL AS DOUBLE PRECISION)                     | DOUBLE  |
                    CAST(NULL AS BOOLEAN)                              | BOOLEAN |
                    CAST(NULL AS VARCHAR)                              | TEXT    |
                    CAST(NULL AS TIMESTAMP)                            | TIME    |
                    """)
    void aColumnThatTheCanonDoesNotKnowHasTheTypeOfTheDatabase(
            String expression, ColumnType type, @Nullable String text) throws SQLException {
        TableSnapshot lots = read("SELECT %s, 1 AS qty, %s AS own".formatted(LOT, expression));
        assertThat(lots.schema().find("own").map(ColumnSpec::type)).hasValue(type);
        assertThat(shown(lots, "own")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    qty          | CAST(5 AS NUMERIC(9)) | 5
                    priority     | 2                     | 2
                    age_days     | 3                     | 3.0
                    age_days     | CAST(3.25 AS REAL)    | 3.25
                    due_at       | DATE '2026-11-23'     | 2026-11-22T16:00:00Z
                    """)
    void aCanonicalColumnIsReadAsItsCanonicalTypeWhereNothingIsLost(
            String column, String expression, String text) throws SQLException {
        String qty = column.equals("qty") ? "" : "1 AS qty, ";
        TableSnapshot lots = read("SELECT %s, %s%s AS %s".formatted(LOT, qty, expression, column));
        assertThat(shown(lots, column)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'x' AS qty                          | column qty is TEXT, expected LONG
                    1.5 AS qty                          | column qty is DOUBLE, expected LONG
                    1 AS qty, 'x' AS due_at             | column due_at is TEXT, expected TIME
                    1 AS qty, TRUE AS age_days          | column age_days is BOOLEAN, expected DOUBLE
                    1 AS qty, 1 AS qty                  | column qty comes twice
                    1 AS qty2                           | column qty is missing
                    1 AS qty, COUNT(*) OVER ()          | has no usable name ('count(*) over ()')
                    1 AS qty, 2 AS "1st"                | has no usable name ('1st')
                    """)
    void whatDoesNotFitTheCanonIsDriftThatNamesTheColumn(String select, String complaint) {
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> read("SELECT %s, %s".formatted(LOT, select)))
                .withMessageContaining(complaint)
                .extracting(CodedException::code)
                .isEqualTo(DegradedCode.SOURCE_SCHEMA_DRIFT);
    }

    @Test
    void everyColumnThatDoesNotFitIsNamedAtOnce() {
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> read("SELECT 'L' AS lot_id, 'x' AS qty"))
                .withMessageContaining("qty")
                .withMessageContaining("workcenter is missing")
                .withMessageContaining("package is missing");
    }

    @Test
    void aNumberTooWideForItsColumnLeavesTheRowOutAndCountsIt() throws SQLException {
        TableSnapshot lots =
                read(
                        """
                        SELECT 'L' || X AS lot_id, 'WC' AS workcenter, 'P' AS package,
                          CAST(CASE X WHEN 2 THEN 99999999999999999999 ELSE X END AS NUMERIC(30)) AS qty
                        FROM SYSTEM_RANGE(1, 3)
                        """);
        assertThat(lots.rowCount()).isEqualTo(2);
        assertThat(lots.quarantined()).isEqualTo(1);
        assertThat(lots.rowsRead()).isEqualTo(3);
    }

    @Test
    void namesComeInTheSpellingOfTheCanonWhateverTheDatabaseSays() throws SQLException {
        TableSnapshot lots = read("SELECT %s, 1 AS \"QTY\", 2 AS \"Own\"".formatted(LOT));
        assertThat(
                        lots.schema().columns().stream()
                                .map(ColumnSpec::name)
                                .collect(Collectors.toSet()))
                .isEqualTo(
                        Map.of("lot_id", 1, "workcenter", 1, "package", 1, "qty", 1, "own", 1)
                                .keySet());
    }

    @Test
    void anEmptyTableIsReadWithItsColumns() throws SQLException {
        TableSnapshot lots = read("SELECT %s, 1 AS qty WHERE FALSE".formatted(LOT));
        assertThat(lots.rowCount()).isZero();
        assertThat(lots.find("qty")).isPresent();
    }

    @Test
    void aReadPastItsDeadlineIsATimeout() {
        String slow =
                "SELECT 'L' || A.X AS lot_id, 'WC' AS workcenter, 'P' AS package, B.X AS qty"
                        + " FROM SYSTEM_RANGE(1, 100000) A CROSS JOIN SYSTEM_RANGE(1, 100000) B"
                        + " WHERE MOD(A.X * B.X, 7) = 8";
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> read(slow, TAIPEI, Duration.ofMillis(150)))
                .extracting(FailureClassifier::classify)
                .isEqualTo(DegradedCode.DB_QUERY_TIMEOUT);
    }

    /** Berlin skips 02:30 that March night, and has it twice in October. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29 02:30, 2026-03-29T01:30:00Z",
        "2026-10-25 01:30, 2026-10-24T23:30:00Z",
        "2026-10-25 02:30, 2026-10-25T00:30:00Z",
        "2026-10-25 03:30, 2026-10-25T02:30:00Z"
    })
    void aTimeWithoutAZoneIsOneInstantAlsoWhereTheClockSkipsOrRepeatsIt(String local, String at)
            throws SQLException {
        String sql = "SELECT %s, 1 AS qty, TIMESTAMP '%s:00' AS due_at".formatted(LOT, local);
        assertThat(shown(read(sql, ZoneId.of("Europe/Berlin"), Duration.ofSeconds(30)), "due_at"))
                .isEqualTo(at);
    }

    @Test
    void aProbeIsItsTextOrNothing() throws SQLException {
        try (SourceSession session = SourceSession.open(database())) {
            Duration limit = Duration.ofSeconds(5);
            assertThat(TableReader.probe(session, "SELECT 7", limit)).hasValue("7");
            assertThat(TableReader.probe(session, "SELECT CAST(NULL AS INT)", limit)).isEmpty();
            assertThat(TableReader.probe(session, "SELECT 1 WHERE FALSE", limit)).isEmpty();
        }
    }

    private static @Nullable String shown(TableSnapshot table, String column) {
        assertThat(table.rowCount()).isEqualTo(1);
        return table.column(column).text(0);
    }

    private static TableSnapshot read(String sql) throws SQLException {
        return read(sql, TAIPEI, Duration.ofSeconds(30));
    }

    private static TableSnapshot read(String sql, ZoneId zone, Duration deadline)
            throws SQLException {
        var plan =
                new TablePlan(
                        TableName.LOTS,
                        sql,
                        Optional.empty(),
                        Duration.ofSeconds(30),
                        deadline,
                        Duration.ofSeconds(90),
                        Duration.ofHours(4),
                        Optional.empty(),
                        true,
                        List.of(),
                        GateLimits.DEFAULT);
        ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
        try (SourceSession session = SourceSession.open(database())) {
            return new TableReader(zone, deadlines, new MemoryBudget(1_000_000, () -> 0))
                    .read(session, plan, Optional.empty())
                    .builder()
                    .build(1, Instant.EPOCH);
        } finally {
            deadlines.shutdownNow();
        }
    }

    private static JdbcDataSource database() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:");
        database.setUser("sa");
        return database;
    }
}
