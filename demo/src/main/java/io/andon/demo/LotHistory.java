package io.andon.demo;

import java.sql.SQLException;
import java.time.Instant;

/** What the simulator writes of a lot when it leaves a step, before the lot's row moves on. */
final class LotHistory {
    /**
     * Lots that left the plant and whose history stays: about an hour of them, so that the file
     * does not grow for as long as the plant runs.
     */
    private static final int SHIPPED_KEPT = 2_000;

    private final PlantSession session;

    LotHistory(PlantSession session) {
        this.session = session;
    }

    /** The lot leaves one of its machines. */
    void trackedOut(int machine, long lot, Instant now) throws SQLException {
        session.change(
                """
                INSERT INTO MES_LOT_HISTORY
                SELECT L.LOT_NO, L.SPEC_SEQ, T.EQP_SEQ, L.MOVE_IN_TIME, T.TRACK_IN_TIME,
                  CAST(? AS TIMESTAMP(3) WITH TIME ZONE), CAST(? AS TIMESTAMP(3) WITH TIME ZONE),
                  T.QTY_PCS, T.QTY_PCS
                FROM MES_TRACK_IN T JOIN MES_LOT L ON L.LOT_SEQ = T.LOT_SEQ
                WHERE T.EQP_SEQ = ? AND T.LOT_SEQ = ?\
                """,
                now,
                now,
                machine,
                lot);
    }

    /** The lot leaves a step that has no machine, as a QC gate. */
    void passed(long lot, Instant now) throws SQLException {
        session.change(
                """
                INSERT INTO MES_LOT_HISTORY
                SELECT LOT_NO, SPEC_SEQ, NULL, MOVE_IN_TIME, NULL, NULL,
                  CAST(? AS TIMESTAMP(3) WITH TIME ZONE), QTY_PCS, QTY_PCS
                FROM MES_LOT WHERE LOT_SEQ = ?\
                """,
                now,
                lot);
    }

    /** The lot has left the plant; the history of one that left long before goes. */
    void shipped(String lotNumber) throws SQLException {
        long next = session.number("SELECT COALESCE(MAX(SHIP_SEQ), 0) + 1 FROM MES_SHIPPED");
        session.one("INSERT INTO MES_SHIPPED VALUES (?, ?)", next, lotNumber);
        long gone = next - SHIPPED_KEPT;
        session.change(
                """
                DELETE FROM MES_LOT_HISTORY
                WHERE LOT_NO = (SELECT LOT_NO FROM MES_SHIPPED WHERE SHIP_SEQ = ?)\
                """,
                gone);
        session.change("DELETE FROM MES_SHIPPED WHERE SHIP_SEQ = ?", gone);
    }
}
