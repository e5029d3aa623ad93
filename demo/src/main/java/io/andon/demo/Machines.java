package io.andon.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machines as the simulator reads and changes them. */
final class Machines {
    record Machine(
            int seq,
            String id,
            MachineState state,
            @Nullable String jobNumber,
            @Nullable Instant jobCreated,
            @Nullable String symptom) {}

    private final PlantSession session;
    private final Tally tally;

    Machines(PlantSession session, Tally tally) {
        this.session = session;
        this.tally = tally;
    }

    /** Empty for a machine that reports no status. */
    Optional<Machine> find(int seq) throws SQLException {
        return session
                .rows(
                        """
                        SELECT EQP_SEQ, EQP_ID, STATE_CODE, JOB_NO, JOB_CREATED, SYMPTOM
                        FROM MES_EQUIPMENT_STATUS WHERE EQP_SEQ = ?\
                        """,
                        Machines::read,
                        seq)
                .stream()
                .findFirst();
    }

    List<Long> lotsOn(int seq) throws SQLException {
        return session.rows(
                "SELECT LOT_SEQ FROM MES_TRACK_IN WHERE EQP_SEQ = ? ORDER BY LOT_SEQ",
                row -> row.getLong(1),
                seq);
    }

    boolean isEmpty(int seq) throws SQLException {
        return session.rows(
                        "SELECT 1 FROM MES_TRACK_IN WHERE EQP_SEQ = ? FETCH FIRST ROW ONLY",
                        row -> row.getInt(1),
                        seq)
                .isEmpty();
    }

    List<Machine> holding(long lotSeq) throws SQLException {
        return session.rows(
                """
                SELECT S.EQP_SEQ, S.EQP_ID, S.STATE_CODE, S.JOB_NO, S.JOB_CREATED, S.SYMPTOM
                FROM MES_TRACK_IN T JOIN MES_EQUIPMENT_STATUS S ON S.EQP_SEQ = T.EQP_SEQ
                WHERE T.LOT_SEQ = ? ORDER BY S.EQP_SEQ\
                """,
                Machines::read,
                lotSeq);
    }

    /** Enters a new state; the job is that of the new state, or none. */
    void enter(Machine machine, MachineState state, Instant now, Draw draw) throws SQLException {
        var job = state.hasJob() ? job(machine, state, now, draw) : null;
        session.one(
                """
                UPDATE MES_EQUIPMENT_STATUS SET STATE_CODE = ?, STATE_REASON = ?, STATE_SINCE = ?,
                  JOB_NO = ?, JOB_STATUS = ?, JOB_CREATED = ?, TECHNICIAN = ?, SYMPTOM = ?, CAUSE = ?,
                  REPAIR = ?, CHANGED_AT = ?
                WHERE EQP_SEQ = ?\
                """,
                state.code(),
                state.reason(draw),
                now,
                job == null ? null : job.number(),
                job == null ? null : job.status(),
                job == null ? null : job.created(),
                job == null ? null : job.technician(),
                job == null ? null : job.symptom(),
                job == null ? null : job.cause(),
                job == null ? null : job.repair(),
                now,
                machine.seq());
        tally.machineChanged(machine.state(), state);
    }

    /** Marks the machine as changed because its lots did. */
    void touch(int seq, Instant now) throws SQLException {
        session.one("UPDATE MES_EQUIPMENT_STATUS SET CHANGED_AT = ? WHERE EQP_SEQ = ?", now, seq);
    }

    private static MaintenanceJob job(Machine machine, MachineState state, Instant now, Draw draw) {
        return state == MachineState.REPAIR
                        && machine.jobNumber() != null
                        && machine.jobCreated() != null
                ? MaintenanceJob.begun(
                        machine.jobNumber(), machine.jobCreated(), machine.symptom(), draw)
                : MaintenanceJob.draw(state, now, draw);
    }

    private static Machine read(ResultSet row) throws SQLException {
        var created = row.getObject(5, OffsetDateTime.class);
        return new Machine(
                row.getInt(1),
                row.getString(2),
                MachineState.of(row.getString(3)),
                row.getString(4),
                created == null ? null : created.toInstant(),
                row.getString(6));
    }
}
