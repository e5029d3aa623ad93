package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Logged;
import java.sql.SQLException;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** Reads that end well at the server and still must not be shown. */
class SourceRefusalsTest extends FaultyPlant {
    @Test
    void aRenamedColumnIsDriftWhereTheQueryTakesAllAndElseAnError() throws SQLException {
        long before = version();
        server().execute("ALTER TABLE mes.lot RENAME COLUMN qty TO pieces");
        server().execute("ALTER TABLE mes.machine RENAME COLUMN name TO label");
        andon().refresh("lots");
        andon().refresh("resources");

        staysAt(before, "SOURCE_SCHEMA_DRIFT");
        assertThat(andon().ask(MACHINES).degraded()).contains("DB_QUERY_ERROR");
    }

    @Test
    void aChangedTypeIsDrift() throws SQLException {
        long before = version();
        server().execute("ALTER TABLE mes.lot ALTER COLUMN qty TYPE text");
        andon().refresh("lots");

        staysAt(before, "SOURCE_SCHEMA_DRIFT");
    }

    /** As Oracle reports every TO_NUMBER and COUNT, and PostgreSQL a SUM: width unknown. */
    @Test
    void numbersOfNoDeclaredWidthAreTakenWhileTheyAreWhole() throws SQLException {
        server().execute("ALTER TABLE mes.lot ALTER COLUMN qty TYPE numeric USING qty + 0.00");
        mended();
        assertThat(andon().data(SUMMARY).get("qty").asInt()).isEqualTo(60);

        long before = version();
        server().execute("UPDATE mes.lot SET qty = 10.5 WHERE lot_id = 'L1'");
        andon().refresh("lots");
        staysAt(before, "SOURCE_NULL_KEY");
    }

    @Test
    void aFurtherColumnPassesThroughAndIsNoDrift() throws Exception {
        server().execute("ALTER TABLE mes.lot ADD COLUMN shade text DEFAULT 'blue'");
        try (var logged = Logged.begin()) {
            mended();
            andon().refresh("lots");
            assertThat(logged.saying("lots: the source has further columns [shade]"))
                    .singleElement()
                    .satisfies(said -> assertThat(said.getLevel()).isEqualTo(Level.WARN));
        }
        assertThat(andon().data("/api/wip/lot/L1").at("/extra/shade").asText()).isEqualTo("blue");

        long before = version();
        server().execute("ALTER TABLE mes.lot DROP COLUMN shade");
        andon().refresh("lots");
        staysAt(before, "SOURCE_SCHEMA_DRIFT");
        relaunch();
    }

    /**
     * Berlin skips 02:30 on 29 March 2026; on 25 October it is twice, the driver takes the last.
     */
    @Test
    void aTimeWithoutAZoneThatTheClockSkipsOrRepeatsIsAnInstantAllTheSame() throws Exception {
        server().execute(
                        """
                        ALTER TABLE mes.lot ADD moved_in_at timestamp, ADD snapshot_at timestamp;
                        UPDATE mes.lot SET snapshot_at = '2026-10-25 04:00',
                          moved_in_at = CASE lot_id WHEN 'L1' THEN timestamp '2026-03-29 02:30'
                            WHEN 'L2' THEN timestamp '2026-10-25 02:30'
                            ELSE timestamp '2026-10-25 01:30' END
                        """);
        mended();
        assertThat(movedIn("L1")).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(movedIn("L2")).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(andon().data("/api/wip/lot/L2").at("/ageDays").asDouble()).isEqualTo(1.5 / 24);
        assertThat(andon().data("/api/wip/lot/L3").at("/ageDays").asDouble()).isEqualTo(3.5 / 24);
        relaunch();
    }

    private static String movedIn(String lot) {
        return andon().data("/api/wip/lot/" + lot).at("/movedInAt").asText();
    }

    @Test
    void aNumberThatLosesItsPrecisionIsDriftAlsoWhereItIsNoColumnOfTheHouse() throws Exception {
        server().execute("ALTER TABLE mes.lot ADD COLUMN weight numeric(12, 3) DEFAULT 1.125");
        mended();

        long before = version();
        server().execute("ALTER TABLE mes.lot ALTER COLUMN weight TYPE real");
        andon().refresh("lots");
        staysAt(before, "SOURCE_SCHEMA_DRIFT");
        relaunch();
    }

    @Test
    void repeatedKeysAreRefused() throws SQLException {
        long before = version();
        server().execute("INSERT INTO mes.lot SELECT * FROM mes.lot WHERE lot_id = 'L1'");
        andon().refresh("lots");

        staysAt(before, "SOURCE_DUPLICATE_KEY");
    }

    @Test
    void missingKeysAreRefused() throws SQLException {
        long before = version();
        server().execute("UPDATE mes.lot SET lot_id = NULL WHERE lot_id = 'L1'");
        andon().refresh("lots");

        staysAt(before, "SOURCE_NULL_KEY");
    }

    @Test
    void sessionsMayNotWriteEvenWhereTheUserMay() throws SQLException {
        long before = version();
        server().execute(
                        """
                        CREATE SEQUENCE mes.counter;
                        GRANT ALL ON ALL SEQUENCES IN SCHEMA mes TO PUBLIC;
                        DROP TABLE mes.lot;
                        CREATE VIEW mes.lot AS
                          SELECT 'L1' AS lot_id, nextval('mes.counter') AS qty,
                                 'ETCH' AS workcenter, 'QFN' AS package;
                        GRANT SELECT ON mes.lot TO PUBLIC
                        """);
        andon().refresh("lots");

        staysAt(before, "DB_QUERY_ERROR");
        assertThat(server().texts("SELECT is_called FROM mes.counter")).containsExactly("f");
    }

    /** The session's own settings, passed through as columns of a lot. */
    @Test
    void sessionsCarryTheirNameAndTheServersLimits() throws Exception {
        server().execute(
                        """
                        DROP TABLE mes.lot;
                        CREATE VIEW mes.lot AS
                          SELECT 'L1' AS lot_id, 1 AS qty, 'ETCH' AS workcenter, 'QFN' AS package,
                                 current_setting('application_name') AS session,
                                 current_setting('transaction_read_only') AS read_only,
                                 current_setting('lock_timeout') AS lock_limit,
                                 current_setting('statement_timeout') AS answer_limit;
                        GRANT SELECT ON mes.lot TO PUBLIC
                        """);
        andon().refresh("lots");

        JsonNode extra = andon().data("/api/wip/lot/L1").get("extra");
        assertThat(extra.get("session").asText()).isEqualTo("andon/faults/reader");
        assertThat(extra.get("readOnly").asText()).isEqualTo("on");
        assertThat(extra.get("lockLimit").asText()).isEqualTo("200ms");
        assertThat(extra.get("answerLimit").asText()).isEqualTo("1s");
        relaunch();
    }
}
