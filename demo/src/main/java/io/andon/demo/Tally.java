package io.andon.demo;

import java.sql.SQLException;

/** The counts that the simulator steers by; counted once, then kept by those who change them. */
final class Tally {
    private long lots;
    private long running;
    private long held;
    private long idleMachines;

    /** Reads every lot once, which also proves that the file is whole. */
    static Tally count(PlantSession session) throws SQLException {
        var tally = new Tally();
        session.rows(
                """
                SELECT COUNT(*), COUNT(CASE WHEN EQP_COUNT > 0 THEN 1 END),
                  COUNT(CASE WHEN HOLD_COUNT > 0 AND COALESCE(EQP_COUNT, 0) = 0 THEN 1 END)
                FROM MES_LOT\
                """,
                row -> {
                    tally.lots = row.getLong(1);
                    tally.running = row.getLong(2);
                    tally.held = row.getLong(3);
                    return tally;
                });
        tally.idleMachines =
                session
                        .rows(
                                "SELECT STATE_CODE FROM MES_EQUIPMENT_STATUS",
                                row -> MachineState.of(row.getString(1)))
                        .stream()
                        .filter(MachineState::isIdle)
                        .count();
        session.commit();
        return tally;
    }

    long lots() {
        return lots;
    }

    double runShare() {
        return (double) running / Math.max(1, lots);
    }

    double holdShare() {
        return (double) held / Math.max(1, lots);
    }

    double idleShare() {
        return (double) idleMachines / MachineFamily.MACHINES;
    }

    void addLots(int count) {
        lots += count;
    }

    void addRunning(int count) {
        running += count;
    }

    void addHeld(int count) {
        held += count;
    }

    void machineChanged(MachineState from, MachineState to) {
        if (from.isIdle()) idleMachines--;
        if (to.isIdle()) idleMachines++;
    }
}
