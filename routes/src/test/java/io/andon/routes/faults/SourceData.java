package io.andon.routes.faults;

import static io.andon.routes.faults.Fault.atTheServer;
import static io.andon.routes.faults.Fault.harmless;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.faults.Fault.Injection;
import io.andon.routes.running.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Faults 22 to 35: what the source says is wrong, odd or on the move. */
final class SourceData {
    private static final List<String> LOTS = List.of("lots");
    private static final String DRIFT = "SOURCE_SCHEMA_DRIFT";
    private static final String DROP = "SOURCE_SUSPECT_DROP";
    private static final List<String> EXACT_IDS =
            List.of(
                    "DefMEt_FE_118",
                    "DefMet_FE_118",
                    "007",
                    "7",
                    "A%207",
                    "=1%2B1",
                    "LOT-9%209",
                    "x".repeat(2_000));
    private static final long EXACT_MAX = (1L << 53) - 1;

    private SourceData() {}

    static List<Fault> faults() {
        return List.of(
                lots(22, "no lot left", "SOURCE_SUSPECT_EMPTY", "DELETE FROM mes.lot"),
                lots(23, "half of the lots gone", DROP, "DELETE FROM mes.lot WHERE qty < 3000"),
                lots(23, "eleven times the lots", DROP, MULTIPLY),
                lots(24, "column renamed", DRIFT, "ALTER TABLE mes.lot RENAME package TO pkg"),
                lots(25, "number became text", DRIFT, "ALTER TABLE mes.lot ALTER qty TYPE text"),
                lots(
                        25,
                        "exact number became float",
                        DRIFT,
                        "ALTER TABLE mes.lot ALTER qty TYPE double precision"),
                harmless(26, "column added", SourceData::addColumn),
                lots(27, "lot twice", "SOURCE_DUPLICATE_KEY", TWIN),
                lots(28, "lots without a key", "SOURCE_NULL_KEY", keyless(30)),
                harmless(28, "two lots without a key", changing(keyless(2), SourceData::counted)),
                harmless(28, "no workcenter", changing(HOMELESS, SourceData::underNull)),
                harmless(30, "odd ids", changing(ODD_IDS, SourceData::exactIds)),
                lots(30, "ids that differ in blanks", "SOURCE_DUPLICATE_KEY", PADDED_TWIN),
                harmless(31, "numbers beyond JSON", changing(NUMBERS, SourceData::exactNumbers)),
                harmless(31, "numbers that are none", changing(NO_NUMBERS, SourceData::noNumbers)),
                harmless(32, "unknown state", changing(BANANA, SourceData::otherState)),
                harmless(33, "times out of range", changing(TIMES, SourceData::noNegativeAge)),
                harmless(34, "status without machine", changing(ORPHAN, SourceData::orphan)),
                harmless(34, "machine gone", changing(GONE, SourceData::gone)),
                harmless(35, "both tables on the move", SourceData::moving));
    }

    private static final String MULTIPLY =
            """
            INSERT INTO mes.lot
              SELECT lot_id || '-' || g, workorder, qty, workcenter, package, product, status,
                     hold_reason, moved_in_at, qty2, yield_share
              FROM mes.lot, generate_series(1, 10) g
            """;
    private static final String DROP_KEY =
            "ALTER TABLE mes.lot DROP CONSTRAINT lot_pkey, ALTER lot_id DROP NOT NULL;";
    private static final String TWIN =
            DROP_KEY + "INSERT INTO mes.lot SELECT * FROM mes.lot WHERE lot_id = 'LOT-00007'";
    private static final String PADDED_TWIN =
            "UPDATE mes.lot SET lot_id = ' LOT-00007 ' WHERE lot_id = 'LOT-00008'";
    private static final String HOMELESS =
            "UPDATE mes.lot SET workcenter = NULL WHERE lot_id LIKE 'LOT-0000_'";
    private static final String ODD_IDS =
            """
            UPDATE mes.lot SET lot_id = 'DefMEt_FE_118' WHERE lot_id = 'LOT-00001';
            UPDATE mes.lot SET lot_id = 'DefMet_FE_118' WHERE lot_id = 'LOT-00002';
            UPDATE mes.lot SET lot_id = '007' WHERE lot_id = 'LOT-00003';
            UPDATE mes.lot SET lot_id = '7' WHERE lot_id = 'LOT-00004';
            UPDATE mes.lot SET lot_id = 'A 7' WHERE lot_id = 'LOT-00005';
            UPDATE mes.lot SET lot_id = repeat('x', 2000) WHERE lot_id = 'LOT-00006';
            UPDATE mes.lot SET lot_id = '=1+1' WHERE lot_id = 'LOT-00007';
            UPDATE mes.lot SET lot_id = '  LOT-9 9   ' WHERE lot_id = 'LOT-00008'
            """;
    private static final String NUMBERS =
            """
            UPDATE mes.lot SET qty = -5 WHERE lot_id = 'LOT-00001';
            UPDATE mes.lot SET qty = 9007199254740991 WHERE lot_id = 'LOT-00002';
            UPDATE mes.lot SET qty = 9007199254740993 WHERE lot_id = 'LOT-00003'
            """;
    private static final String NO_NUMBERS =
            """
            UPDATE mes.lot SET qty2 = 'NaN' WHERE lot_id = 'LOT-00001';
            UPDATE mes.lot SET qty2 = '-Infinity' WHERE lot_id = 'LOT-00002';
            UPDATE mes.lot SET yield_share = 'Infinity' WHERE lot_id = 'LOT-00003'
            """;
    private static final String BANANA =
            "UPDATE mes.machine_state SET state = 'BANANA' WHERE resource_id = 'EQ-0001'";
    private static final String TIMES =
            """
            UPDATE mes.lot SET moved_in_at = '1970-01-01Z' WHERE lot_id = 'LOT-00001';
            UPDATE mes.lot SET moved_in_at = '2002-02-02 02:02Z' WHERE lot_id = 'LOT-00002';
            UPDATE mes.lot SET moved_in_at = '9999-12-31Z' WHERE lot_id = 'LOT-00003';
            UPDATE mes.lot SET moved_in_at = 'infinity' WHERE lot_id = 'LOT-00004'
            """;
    private static final String GONE = "DELETE FROM mes.machine WHERE resource_id = 'EQ-0001'";
    private static final String ORPHAN =
            "INSERT INTO mes.machine_state VALUES ('nobody', 'RUN', '2026-11-01Z')";

    /** A change of the lots that is refused, and taken back by putting the old table in place. */
    private static Fault lots(int number, String name, String code, String sql) {
        return atTheServer(number, name, LOTS, code, changing(sql, _ -> {}));
    }

    /** Changes copies of the tables, so that the cure is to put the old ones back. */
    private static Injection changing(String sql, Consumer<FaultLab> check) {
        return lab -> {
            Fault.Cure cure = lab.changing(sql);
            try {
                check.accept(lab);
                return cure;
            } catch (AssertionError | RuntimeException e) {
                cure.apply();
                throw e;
            }
        };
    }

    private static String keyless(int lots) {
        return DROP_KEY
                + "UPDATE mes.lot SET lot_id = NULL WHERE lot_id <= 'LOT-%05d'".formatted(lots);
    }

    /** It stays: a column that goes again is another fault. */
    private static Fault.Cure addColumn(FaultLab lab) throws SQLException {
        lab.server().execute("ALTER TABLE mes.lot ADD IF NOT EXISTS colour text DEFAULT 'red'");
        Reply lot = lab.readAgain("lots", "/api/wip/lot/LOT-00001");
        assertThat(lot.data().at("/extra/colour").asText()).isEqualTo("red");
        return () -> {};
    }

    private static void counted(FaultLab lab) {
        lab.readAgain("lots", Watch.PATHS.getFirst());
        JsonNode tables = lab.andon().http.get("/health/deep").json().path("tables");
        assertThat(tables.findValuesAsText("table").getFirst()).isEqualTo("lots");
        assertThat(tables.path(0).path("quarantined").asInt()).isEqualTo(2);
        assertThat(tables.path(0).path("rows").asInt()).isEqualTo(LabPlant.LOTS - 2);
    }

    private static void underNull(FaultLab lab) {
        Reply matrix = lab.readAgain("lots", "/api/wip/overview/matrix?workcenter=");
        assertThat(matrix.data().at("/total/lots").asInt()).isEqualTo(9);
        assertThat(matrix.data().at("/rows/0/workcenter").isNull()).isTrue();
    }

    private static void exactIds(FaultLab lab) {
        lab.readAgain("lots", Watch.PATHS.getFirst());
        for (String id : EXACT_IDS) {
            Reply lot = lab.andon().http.get("/api/wip/lot/" + id);
            assertThat(lot.status()).as(id).isEqualTo(200);
            assertThat(lot.data().path("lotId").asText())
                    .isEqualTo(id.replace("%20", " ").replace("%2B", "+"));
        }
        assertThat(lab.andon().http.get("/api/wip/lot/defmet_fe_118").status()).isEqualTo(404);
    }

    private static void exactNumbers(FaultLab lab) {
        Reply negative = lab.readAgain("lots", "/api/wip/lot/LOT-00001");
        assertThat(negative.data().path("qty").asLong()).isEqualTo(-5);
        Reply largest = lab.andon().http.get("/api/wip/lot/LOT-00002");
        assertThat(largest.data().path("qty").asLong()).isEqualTo(EXACT_MAX);
        assertThat(lab.andon().http.get("/api/wip/lot/LOT-00003").status()).isEqualTo(404);
    }

    private static void noNumbers(FaultLab lab) {
        lab.readAgain("lots", Watch.PATHS.getFirst());
        for (int lot = 1; lot <= 3; lot++) {
            assertThat(lab.andon().http.get("/api/wip/lot/LOT-0000" + lot).status()).isEqualTo(404);
        }
        assertThat(lab.andon().metric("andon_rows_quarantined", "\"lots\"")).isEqualTo(3);
    }

    private static void otherState(FaultLab lab) {
        Reply machine = lab.readAgain("resource_status", "/api/resource/machine/EQ-0001");
        assertThat(machine.data().path("state").asText()).isEqualTo("OTHER");
        assertThat(machine.data().path("rawState").asText()).isEqualTo("BANANA");
        assertThat(lab.andon().metric("andon_machines_unmapped", "")).isEqualTo(1);
    }

    private static void noNegativeAge(FaultLab lab) {
        lab.readAgain("lots", Watch.PATHS.getFirst());
        for (int lot = 1; lot <= 3; lot++) {
            JsonNode age =
                    lab.andon().http.get("/api/wip/lot/LOT-0000" + lot).data().path("ageDays");
            assertThat(age.isNumber()).as("age %s", age).isTrue();
            assertThat(age.asDouble()).isNotNegative();
        }
        assertThat(lab.andon().http.get("/api/wip/lot/LOT-00004").status()).isEqualTo(404);
        assertThat(lab.andon().metric("andon_rows_quarantined", "\"lots\"")).isEqualTo(1);
    }

    private static void orphan(FaultLab lab) {
        lab.readAgain("resource_status", Watch.PATHS.getFirst());
        assertThat(lab.andon().metric("andon_machines_orphaned", "")).isEqualTo(1);
    }

    private static void gone(FaultLab lab) {
        Reply machines = lab.readAgain("resources", "/api/resource/status?pageSize=1");
        assertThat(machines.data().path("total").asInt()).isEqualTo(LabPlant.MACHINES - 1);
        assertThat(lab.andon().metric("andon_machines_orphaned", "")).isEqualTo(1);
        assertThat(lab.andon().http.get(Watch.PATHS.getFirst()).data().path("lots").asInt())
                .isEqualTo(LabPlant.LOTS);
    }

    /** Lots and machines change without a pause, each change in one transaction. */
    private static Fault.Cure moving(FaultLab lab) throws Exception {
        var writer = new Writer(lab.server());
        writer.start();
        return writer::end;
    }
}
