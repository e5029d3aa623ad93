package io.andon.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machines while the plant is generated: state, since when, how many lots. */
final class MachineFloor {
    private static final int EQUIPMENT_COLUMNS = 16;
    private static final int STATUS_COLUMNS = 13;

    private final Instant now;
    private final Draw draw;
    private final MachineState[] states = new MachineState[MachineFamily.MACHINES + 1];
    private final Instant[] since = new Instant[MachineFamily.MACHINES + 1];
    private final int[] lots = new int[MachineFamily.MACHINES + 1];
    private final Map<MachineFamily, List<Integer>> loadable = new HashMap<>();
    private final Map<MachineFamily, Integer> firstRound = new HashMap<>();

    MachineFloor(Draw draw, Instant now) {
        this.now = now;
        this.draw = draw;
        for (var family : MachineFamily.ALL) draw(family);
    }

    private void draw(MachineFamily family) {
        var usable = new ArrayList<Integer>();
        for (int seq = family.firstSeq(); seq <= family.lastSeq(); seq++) {
            var state = seq == family.firstSeq() ? MachineState.RUN : MachineState.draw(draw);
            states[seq] = state;
            since[seq] = draw.before(now, 3, 1.1);
            boolean stuckLots = state.isDown() && draw.chance(0.5);
            if (!family.silent(seq) && (state == MachineState.RUN || stuckLots)) usable.add(seq);
        }
        loadable.put(family, usable);
    }

    /** A machine for one more lot: each gets one first, then some get more than others. */
    int load(MachineFamily family) {
        List<Integer> usable = loadable.getOrDefault(family, List.of());
        int round = firstRound.merge(family, 1, Integer::sum) - 1;
        double u = draw.uniform();
        int seq = usable.get(round < usable.size() ? round : (int) (u * u * usable.size()));
        lots[seq]++;
        return seq;
    }

    Instant since(int seq) {
        return since[seq];
    }

    void writeEquipment(Connection connection) throws SQLException {
        try (var insert = new BulkInsert(connection, "MES_EQUIPMENT", EQUIPMENT_COLUMNS)) {
            for (var family : MachineFamily.ALL) {
                int order = workcenterOrder(family);
                for (int seq = family.firstSeq(); seq <= family.lastSeq(); seq++) {
                    writeEquipment(insert, family, order, seq);
                }
            }
        }
    }

    private void writeEquipment(BulkInsert insert, MachineFamily family, int order, int seq)
            throws SQLException {
        insert.row(
                seq,
                family.machineId(seq),
                family.name() + ' ' + (seq - family.firstSeq() + 1),
                family.workcenter(),
                order,
                family.name(),
                family.category(),
                "Bldg " + (char) ('A' + order / 5) + ' ' + (1 + seq % 3) + 'F',
                family.vendor(),
                family.model(),
                draw.chance(0.5) ? "QFN/DFN" : draw.chance(0.8) ? "Leaded" : null,
                !draw.chance(0.02),
                draw.chance(0.1),
                draw.chance(0.95),
                draw.chance(0.005) ? null : "Approved",
                now.minusSeconds(draw.between(3_600, 90L * 24 * 3_600)));
    }

    /** Writes the states; a machine that was to run but got no lot stands idle. */
    void writeStatus(Connection connection) throws SQLException {
        try (var insert = new BulkInsert(connection, "MES_EQUIPMENT_STATUS", STATUS_COLUMNS)) {
            for (var family : MachineFamily.ALL) {
                for (int seq = family.firstSeq(); seq <= family.lastSeq(); seq++) {
                    if (!family.silent(seq)) writeStatus(insert, family.machineId(seq), seq);
                }
            }
        }
    }

    private void writeStatus(BulkInsert insert, String id, int seq) throws SQLException {
        var state = states[seq];
        if (state == MachineState.RUN && lots[seq] == 0) state = MachineState.IDLE;
        String reason = draw.chance(0.02) ? null : state.reason(draw);
        if (!state.hasJob()) {
            insert.row(
                    seq,
                    id,
                    state.code(),
                    reason,
                    since[seq],
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    now);
            return;
        }
        var job = MaintenanceJob.draw(state, since[seq], draw);
        insert.row(
                seq,
                id,
                state.code(),
                reason,
                since[seq],
                job.number(),
                job.status(),
                job.created(),
                job.technician(),
                job.symptom(),
                job.cause(),
                job.repair(),
                now);
    }

    private static int workcenterOrder(MachineFamily family) {
        return ProcessRoute.WORKCENTERS.stream()
                .filter(workcenter -> workcenter.name().equals(family.workcenter()))
                .findAny()
                .orElseThrow()
                .order();
    }
}
