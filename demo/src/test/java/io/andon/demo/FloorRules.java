package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/** What holds on the floor at any time, each as a query that must find nothing. */
final class FloorRules {
    private FloorRules() {}

    static void hold(MemoryPlant plant) throws SQLException {
        nothing(
                plant,
                "a track-in without its lot",
                "SELECT * FROM MES_TRACK_IN T WHERE NOT EXISTS"
                        + " (SELECT 1 FROM MES_LOT L WHERE L.LOT_SEQ = T.LOT_SEQ"
                        + " AND L.LOT_NO = T.LOT_NO)");
        nothing(
                plant,
                "a track-in on a machine of unknown state",
                "SELECT * FROM MES_TRACK_IN T WHERE NOT EXISTS"
                        + " (SELECT 1 FROM MES_EQUIPMENT_STATUS S WHERE S.EQP_SEQ = T.EQP_SEQ)");
        nothing(
                plant,
                "a lot that counts other machines than it is on",
                "SELECT L.LOT_NO FROM MES_LOT L LEFT JOIN MES_TRACK_IN T ON T.LOT_SEQ = L.LOT_SEQ"
                        + " GROUP BY L.LOT_SEQ, L.LOT_NO, L.EQP_COUNT"
                        + " HAVING COUNT(T.EQP_SEQ) <> COALESCE(L.EQP_COUNT, 0)");
        nothing(
                plant,
                "a lot that names other machines than it is on",
                "SELECT L.LOT_NO FROM MES_LOT L JOIN MES_TRACK_IN T ON T.LOT_SEQ = L.LOT_SEQ"
                        + " JOIN MES_EQUIPMENT E ON E.EQP_SEQ = T.EQP_SEQ"
                        + " WHERE LOCATE(E.EQP_ID, L.EQP_LIST) = 0");
        nothing(
                plant,
                "a lot on a machine of another workcenter",
                "SELECT L.LOT_NO FROM MES_LOT L JOIN MES_TRACK_IN T ON T.LOT_SEQ = L.LOT_SEQ"
                        + " JOIN MES_EQUIPMENT E ON E.EQP_SEQ = T.EQP_SEQ"
                        + " WHERE E.WC_NAME <> L.WC_NAME");
        nothing(
                plant,
                "a machine that runs without lots",
                "SELECT EQP_ID FROM MES_EQUIPMENT_STATUS S WHERE STATE_CODE = 'RUN' AND NOT EXISTS"
                        + " (SELECT 1 FROM MES_TRACK_IN T WHERE T.EQP_SEQ = S.EQP_SEQ)");
        nothing(
                plant,
                "lots on a machine that neither runs nor is down",
                "SELECT S.EQP_ID FROM MES_EQUIPMENT_STATUS S JOIN MES_TRACK_IN T"
                        + " ON T.EQP_SEQ = S.EQP_SEQ"
                        + " WHERE STATE_CODE NOT IN ('RUN', 'DOWN', 'REPAIR')");
        nothing(
                plant,
                "a machine down without a job, or up with one",
                "SELECT EQP_ID FROM MES_EQUIPMENT_STATUS"
                        + " WHERE (STATE_CODE IN ('DOWN', 'REPAIR', 'PM')) <> (JOB_NO IS NOT NULL)");
        nothing(
                plant,
                "pieces on machines that differ from the lot's",
                "SELECT L.LOT_NO FROM MES_LOT L JOIN MES_TRACK_IN T ON T.LOT_SEQ = L.LOT_SEQ"
                        + " GROUP BY L.LOT_SEQ, L.LOT_NO, L.QTY_PCS"
                        + " HAVING SUM(T.QTY_PCS) <> L.QTY_PCS");
        nothing(
                plant,
                "a spec that does not belong to the workcenter or station",
                "SELECT LOT_NO FROM MES_LOT L LEFT JOIN MES_SPEC S ON S.SPEC_SEQ = L.SPEC_SEQ"
                        + " AND S.SPEC_NAME = L.SPEC_NAME AND S.STATION = L.STATION"
                        + " AND S.WC_NAME = L.WC_NAME AND S.WC_SEQ = COALESCE(L.WC_SEQ, S.WC_SEQ)"
                        + " WHERE S.SPEC_SEQ IS NULL");
        nothing(
                plant,
                "a hold without its time, or a time without a hold",
                "SELECT LOT_NO FROM MES_LOT WHERE (HOLD_COUNT > 0) <> (HOLD_TIME IS NOT NULL)");
        nothing(
                plant,
                "a time after the snapshot's",
                "SELECT LOT_NO FROM MES_LOT, MES_SNAPSHOT WHERE SYS_DATE <"
                        + " GREATEST(CHANGED_AT, START_TIME, COALESCE(MOVE_IN_TIME, START_TIME),"
                        + " COALESCE(HOLD_TIME, START_TIME))");
        nothing(
                plant,
                "a lot number twice",
                "SELECT LOT_NO FROM MES_LOT GROUP BY LOT_NO HAVING COUNT(*) > 1");
        nothing(plant, "no piece", "SELECT LOT_NO FROM MES_LOT WHERE QTY_PCS < 1");
    }

    private static void nothing(MemoryPlant plant, String what, String sql) throws SQLException {
        assertThat(plant.rows(sql)).as(what).isEmpty();
    }
}
