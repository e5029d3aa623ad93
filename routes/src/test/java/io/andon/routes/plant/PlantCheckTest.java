package io.andon.routes.plant;

import static io.andon.routes.plant.PlantCheck.Level.ERROR;
import static io.andon.routes.plant.PlantCheck.Level.OK;
import static io.andon.routes.plant.PlantCheck.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.Plant;
import io.andon.processors.source.MemoryBudget;
import io.andon.routes.plant.PlantCheck.Finding;
import io.andon.routes.plant.PlantCheck.Level;
import io.andon.routes.settings.Problems;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The dry run against H2 and plants that are wrong on purpose. */
class PlantCheckTest {
    private static final String PLANT =
            """
            title: Checked
            tables:
              lots: {probe: SELECT MAX(CHANGED) FROM LOT, filters: [customer]}
              resources: {}
              resource_status: {}
            states: {PRD: [RUN], UDT: [DOWN]}
            holdTypes: {nonQuality: [Split]}
            """;

    private static final String LOTS =
            """
            SELECT id AS lot_id, pieces AS qty, area AS workcenter, pkg AS package, status,
                   reason AS hold_reason, customer, changed AS "Changed"
            FROM lot
            """;

    private static final String RESOURCES =
            "SELECT id AS resource_id, name, area AS workcenter FROM tool";
    private static final String STATUS = "SELECT id AS resource_id, state FROM tool";

    private static final String KEPT = ";DB_CLOSE_DELAY=-1";

    @TempDir private Path folder = Path.of("");
    private String url = "";

    @BeforeEach
    void fill(TestInfo test) throws SQLException {
        url = "jdbc:h2:mem:%s".formatted(test.getDisplayName().replaceAll("\\W", ""));
        execute(
                """
                CREATE TABLE lot (
                  id VARCHAR(20), pieces INT, area VARCHAR(20), pkg VARCHAR(20), status VARCHAR(9),
                  reason VARCHAR(40), customer VARCHAR(20), changed TIMESTAMP);
                INSERT INTO lot VALUES
                  ('L1', 10, 'ETCH', 'QFN', 'RUN', NULL, 'ACME', TIMESTAMP '2026-01-01 00:00:00'),
                  ('L2', 20, 'ETCH', 'BGA', 'HOLD', 'Split', 'ACME', NULL),
                  ('L3', 30, 'LITHO', 'QFN', 'HOLD', 'Scratch', NULL, NULL);
                CREATE TABLE tool (id VARCHAR(20), name VARCHAR(20), area VARCHAR(20), state VARCHAR(9));
                INSERT INTO tool VALUES
                  ('M1', 'Etcher', 'ETCH', 'RUN'), ('M2', 'Stepper', 'LITHO', 'DOWN');
                CREATE USER reader PASSWORD 'r';
                GRANT SELECT ON SCHEMA public TO reader
                """);
        new PlantFolder(folder)
                .yaml(PLANT)
                .sql("lots", LOTS)
                .sql("resources", RESOURCES)
                .sql("resource_status", STATUS);
    }

    @AfterEach
    void drop() throws SQLException {
        execute("SHUTDOWN");
    }

    @Test
    void findsNothingWrongWithAGoodPlantAndSaysWhatItSaw() {
        List<Finding> findings = check("reader", "r");

        assertThat(findings).extracting(Finding::level).containsOnly(OK);
        assertThat(said(findings, OK))
                .anyMatch(each -> each.startsWith("connected to H2 2."))
                .anyMatch(each -> each.equals("lots: passes through customer text, changed time"))
                .anyMatch(each -> each.startsWith("lots: 3 rows in "))
                .anyMatch(each -> each.equals("lots: hold reasons that count as quality: Scratch"))
                .anyMatch(each -> each.startsWith("resources: 2 rows in "))
                .anyMatch(each -> each.startsWith("resource_status: 2 rows in "));
    }

    @Test
    void reportsEveryMistakeOfEveryTableInOneRun() throws SQLException {
        execute("INSERT INTO tool VALUES ('M2', 'Again', 'LITHO', 'ODD'), ('M4', 'D', 'X', NULL)");
        new PlantFolder(folder)
                .yaml(
                        PLANT.replace("[customer]", "[nobody]")
                                .replace("MAX(CHANGED)", "MAX(NOTHING)")
                                .replace("resources: {}", "resources: {}\n  spec_workcenters: {}"))
                .sql(
                        "lots",
                        LOTS.replace("pkg AS package", "pieces AS pieces")
                                .replace("pieces AS qty", "'ten' AS qty"))
                .sql("spec_workcenters", "SELECT * FROM nowhere");

        List<String> errors = said(check("reader", "r"), ERROR);

        assertThat(errors)
                .anyMatch(each -> each.startsWith("lots: the probe fails: "))
                .anyMatch(each -> each.equals("lots: column package is missing"))
                .anyMatch(each ->
                        each.equals(
                                "lots: column qty is TEXT, expected LONG: convert it in the SQL"))
                .anyMatch(each -> each.equals("lots: filter nobody is no column of the query"))
                .anyMatch(each -> each.startsWith("resources: the key is not unique (1 of 4 rows"))
                .anyMatch(each -> each.startsWith("spec_workcenters: DB_QUERY_ERROR ("))
                .anyMatch(each ->
                        each.startsWith("resource_status: state 'ODD' (1 rows) is not mapped"))
                .anyMatch(each ->
                        each.startsWith("resource_status: state '(null)' (1 rows) is not mapped"))
                .hasSize(8);
    }

    @Test
    void rowsWithoutAKeyAreAnErrorBeyondTheShareThatMayBe() throws SQLException {
        execute(
                "INSERT INTO lot (id, pieces, area, pkg) VALUES (NULL, 1, 'ETCH', 'QFN'), ('  ', 1, 'ETCH', 'QFN')");

        assertThat(said(check("reader", "r"), ERROR))
                .containsExactly("lots: 2 of 5 rows have no usable key or number; 0 may");

        new PlantFolder(folder)
                .yaml(PLANT.replace("probe:", "gates: {quarantinedMax: 50%}, probe:"));
        List<Finding> tolerant = check("reader", "r");
        assertThat(said(tolerant, ERROR)).isEmpty();
        assertThat(said(tolerant, WARNING))
                .containsExactly("lots: 2 of 5 rows have no usable key or number; 2 may");
    }

    @Test
    void aStatusThatTheHouseDoesNotKnowIsAnError() throws SQLException {
        execute(
                "UPDATE lot SET status = 'PARKED' WHERE id <> 'L1'; UPDATE lot SET status = 'run ' WHERE id = 'L1'");

        assertThat(said(check("reader", "r"), ERROR))
                .containsExactly(
                        "lots: status 'PARKED' (2 rows) is none of RUN, QUEUE, HOLD; convert it in the SQL");
    }

    @Test
    void columnsWithoutAUsableNameAreErrors() {
        new PlantFolder(folder)
                .sql(
                        "lots",
                        LOTS.replace(
                                "customer,",
                                "customer, customer, pieces * 2, pkg AS \"Pack age\","));

        assertThat(said(check("reader", "r"), ERROR))
                .hasSize(3)
                .anyMatch(each -> each.equals("lots: column customer comes twice"))
                .anyMatch(each -> each.startsWith("lots: column 9 has no usable name ('pieces"))
                .anyMatch(
                        each -> each.startsWith("lots: column 10 has no usable name ('pack age')"));
    }

    @Test
    void anEmptyTableAndAnUnusedReasonAreWarnings() throws SQLException {
        execute("DELETE FROM tool; DELETE FROM lot WHERE id = 'L2'");

        List<Finding> findings = check("reader", "r");

        assertThat(said(findings, ERROR)).isEmpty();
        assertThat(said(findings, WARNING))
                .containsExactlyInAnyOrder(
                        "lots: no lot is held for the listed non-quality reason 'Split'",
                        "resources: no rows",
                        "resource_status: no rows");
    }

    @Test
    void questionsAreAskedOnceWithBoundValues() throws SQLException {
        execute(
                """
                CREATE TABLE past (lot VARCHAR(20), spec VARCHAR(20), moved DATE, qty DECIMAL(9, 1));
                CREATE TABLE used (at DATE, state VARCHAR(9), hours DECIMAL(9, 3));
                INSERT INTO used VALUES (CURRENT_DATE - 3, 'RUN', 20), (CURRENT_DATE - 2, 'ODD', 4)\
                """);
        var plant = new PlantFolder(folder);
        assertThat(said(check("reader", "r"), OK))
                .contains("lot_history: not offered, there is no lot_history.sql");

        plant.sql("lot_history", "SELECT spec, moved AS moved_in_at FROM past WHERE lot = :?lotId")
                .sql(
                        "ou_trend",
                        "SELECT at AS shift_date, state, hours FROM used WHERE at >= :?fromDay AND at < :?untilDay");
        List<Finding> findings = check("reader", "r");
        assertThat(said(findings, OK))
                .anyMatch(each -> each.startsWith("lot_history: 0 rows in "))
                .anyMatch(each -> each.startsWith("ou_trend: 2 rows in "));
        assertThat(said(findings, ERROR))
                .containsExactly(
                        "ou_trend: state 'ODD' is not mapped; map it to OTHER if that is meant");

        plant.sql("lot_history", "SELECT spec, qty AS qty_in FROM past WHERE lot = :?lotId")
                .sql(
                        "ou_trend",
                        "SELECT at AS shift_date, hours FROM nowhere WHERE at >= :?fromDay AND at < :?untilDay");
        assertThat(said(check("reader", "r"), ERROR))
                .anyMatch(each ->
                        each.startsWith("lot_history: column qty_in is DOUBLE, expected LONG"))
                .anyMatch(each -> each.startsWith("ou_trend: DB_QUERY_ERROR ("))
                .hasSize(2);
    }

    @Test
    void aUserWhoMayWriteIsAWarning() throws SQLException {
        execute("GRANT UPDATE ON lot TO reader");

        List<Finding> findings = check("reader", "r");

        assertThat(said(findings, ERROR)).isEmpty();
        assertThat(said(findings, WARNING))
                .containsExactly(
                        "the user may write to the database; give Andon one that may only read");
    }

    @Test
    void anOwnerIsAWarningToo() {
        assertThat(said(check("sa", ""), WARNING))
                .containsExactly(
                        "the user may write to the database; give Andon one that may only read");
    }

    @Test
    void withoutAConnectionOnlyThatIsSaid() {
        List<Finding> findings = check("reader", "wrong");

        assertThat(findings)
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.level()).isEqualTo(ERROR);
                    assertThat(only.message()).startsWith("no connection: DB_AUTH_FAILED (");
                });
    }

    private List<Finding> check(String user, String password) {
        var problems = new Problems();
        Plant plant = PlantLoader.load(folder, problems);
        assertThat(problems.found()).isEmpty();
        var database = new JdbcDataSource();
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        return new PlantCheck(plant, database, new MemoryBudget(100_000_000, () -> 0)).run();
    }

    private static List<String> said(List<Finding> findings, Level level) {
        return findings.stream()
                .filter(each -> each.level() == level)
                .map(Finding::message)
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (Connection owner = DriverManager.getConnection(url + KEPT, "sa", "");
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
