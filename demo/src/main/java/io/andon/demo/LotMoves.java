package io.andon.demo;

import io.andon.demo.Lot.Flaws;
import io.andon.demo.Lot.Hold;
import io.andon.demo.Machines.Machine;
import io.andon.demo.ProcessRoute.Leads;
import io.andon.demo.ProcessRoute.Spec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves lots along their route: onto machines, off them to the next spec, into and out of holds,
 * and at the end out of the plant. The chances follow the tally, so the shares stay as generated.
 */
final class LotMoves {
    private record Standing(
            long seq,
            String number,
            Spec spec,
            Leads leads,
            long pieces,
            boolean running,
            boolean held) {}

    private static final double RELEASE = 0.5;
    private static final double PASS_GATE = 0.5;
    private static final double TWO_MACHINES = 0.06;
    private static final double SCRAP = 0.2;
    private static final int MACHINE_TRIES = 4;
    private static final double IDLE_TARGET = 0.17;
    private static final double SLOWEST_SPEC =
            ProcessRoute.SPECS.stream().mapToDouble(Spec::weight).min().orElseThrow();

    private final PlantSession session;
    private final LotHistory history;
    private final Machines machines;
    private final Tally tally;
    private final Catalog catalog;
    private final int targetLots;

    LotMoves(
            PlantSession session, Machines machines, Tally tally, Catalog catalog, int targetLots) {
        this.session = session;
        this.history = new LotHistory(session);
        this.machines = machines;
        this.tally = tally;
        this.catalog = catalog;
        this.targetLots = targetLots;
    }

    /** Tries one event with a lot drawn at random; false when nothing changed. */
    boolean tryOne(Instant now, Draw draw) throws SQLException {
        long first = session.number("SELECT COALESCE(MIN(LOT_SEQ), 0) FROM MES_LOT");
        long last = session.number("SELECT COALESCE(MAX(LOT_SEQ), 0) FROM MES_LOT");
        var found = lotFrom(draw.between(first, last));
        if (found.isEmpty()) {
            start(now, draw);
            return true;
        }
        var lot = found.get();
        boolean acts = draw.chance(SLOWEST_SPEC / lot.spec.weight());
        if (!acts || lot.number.startsWith("DUMMY")) return false;
        if (lot.running) return trackOut(lot, now, draw);
        if (lot.held) return draw.chance(RELEASE) && release(lot, now);
        if (draw.chance(Math.clamp(0.056 + 2 * (0.07 - tally.holdShare()), 0.005, 0.3))) {
            return hold(lot, now, draw);
        }
        return lot.spec.family().isPresent()
                ? trackIn(lot, lot.spec.family().get(), now, draw)
                : draw.chance(PASS_GATE) && pass(lot, now, draw);
    }

    /** Ends the run of every lot on the machine, as when a batch is done. */
    void finishAll(Machine machine, Instant now, Draw draw) throws SQLException {
        for (long seq : machines.lotsOn(machine.seq())) {
            var lot = lotFrom(seq);
            if (lot.isPresent()) trackOut(lot.get(), now, draw);
        }
    }

    private Optional<Standing> lotFrom(long seq) throws SQLException {
        return session
                .rows(
                        """
                        SELECT LOT_SEQ, LOT_NO, SPEC_SEQ, PKG_NAME, QTY_PCS, EQP_COUNT, HOLD_COUNT
                        FROM MES_LOT WHERE LOT_SEQ >= ? ORDER BY LOT_SEQ FETCH FIRST ROW ONLY\
                        """,
                        this::read,
                        seq)
                .stream()
                .findFirst();
    }

    private Standing read(ResultSet row) throws SQLException {
        return new Standing(
                row.getLong(1),
                row.getString(2),
                ProcessRoute.at(row.getInt(3)),
                catalog.leads(row.getString(4)),
                row.getLong(5),
                row.getInt(6) > 0,
                row.getInt(7) > 0);
    }

    private boolean trackIn(Standing lot, MachineFamily family, Instant now, Draw draw)
            throws SQLException {
        double wanted = 0.7 + 8 * (LotGenerator.RUN_SHARE - tally.runShare());
        if (!draw.chance(Math.clamp(wanted, 0.0, 1.0))) return false;
        List<Machine> chosen = freeMachines(family, draw);
        if (chosen.isEmpty()) return false;
        String operator = "P" + Digits.pad(draw.between(1, 400), 4);
        long onOthers = 0;
        for (var machine : chosen.subList(1, chosen.size())) {
            long part = lot.pieces / chosen.size();
            load(machine, lot, part, operator, now, draw);
            onOthers += part;
        }
        load(chosen.getFirst(), lot, lot.pieces - onOthers, operator, now, draw);
        session.one(
                "UPDATE MES_LOT SET EQP_COUNT = ?, EQP_LIST = ?, CHANGED_AT = ? WHERE LOT_SEQ = ?",
                chosen.size(),
                String.join(", ", chosen.stream().map(Machine::id).toList()),
                now,
                lot.seq);
        tally.addRunning(1);
        return true;
    }

    private void load(
            Machine machine, Standing lot, long pieces, String operator, Instant now, Draw draw)
            throws SQLException {
        session.one(
                "INSERT INTO MES_TRACK_IN VALUES (?, ?, ?, ?, ?, ?)",
                machine.seq(),
                lot.seq,
                lot.number,
                pieces,
                now,
                operator);
        if (machine.state().isIdle()) machines.enter(machine, MachineState.RUN, now, draw);
        else machines.touch(machine.seq(), now);
    }

    /** One machine, seldom two, or none when those tried are busy otherwise. */
    private List<Machine> freeMachines(MachineFamily family, Draw draw) throws SQLException {
        var first = freeMachine(family, draw);
        if (first.isEmpty()) return List.of();
        if (!draw.chance(TWO_MACHINES)) return List.of(first.get());
        return freeMachine(family, draw)
                .filter(second -> second.seq() != first.get().seq())
                .map(second -> List.of(first.get(), second))
                .orElse(List.of(first.get()));
    }

    private Optional<Machine> freeMachine(MachineFamily family, Draw draw) throws SQLException {
        double wakeIdle = Math.clamp(0.15 + 5 * (tally.idleShare() - IDLE_TARGET), 0.02, 1.0);
        for (int i = 0; i < MACHINE_TRIES; i++) {
            int seq = (int) draw.between(family.firstSeq(), family.lastSeq());
            var machine = machines.find(seq).filter(found -> found.state().takesLots());
            if (machine.isPresent() && (!machine.get().state().isIdle() || draw.chance(wakeIdle))) {
                return machine;
            }
        }
        return Optional.empty();
    }

    /** A lot on a machine that is down stays there until the machine runs again. */
    private boolean trackOut(Standing lot, Instant now, Draw draw) throws SQLException {
        List<Machine> on = machines.holding(lot.seq);
        if (on.stream().anyMatch(machine -> machine.state().isDown())) return false;
        for (var machine : on) {
            history.trackedOut(machine.seq(), lot.seq, now);
            session.one(
                    "DELETE FROM MES_TRACK_IN WHERE EQP_SEQ = ? AND LOT_SEQ = ?",
                    machine.seq(),
                    lot.seq);
            if (machines.isEmpty(machine.seq())) {
                machines.enter(
                        machine,
                        draw.chance(0.7) ? MachineState.IDLE : MachineState.WAIT,
                        now,
                        draw);
            } else {
                machines.touch(machine.seq(), now);
            }
        }
        if (on.isEmpty()) history.passed(lot.seq, now);
        tally.addRunning(-1);
        if (lot.held) tally.addHeld(1);
        return move(lot, now, draw);
    }

    private boolean pass(Standing lot, Instant now, Draw draw) throws SQLException {
        history.passed(lot.seq, now);
        return move(lot, now, draw);
    }

    private boolean move(Standing lot, Instant now, Draw draw) throws SQLException {
        var next = ProcessRoute.after(lot.spec.seq(), lot.leads);
        if (next.isEmpty()) {
            ship(lot, now, draw);
            return true;
        }
        var spec = next.get();
        long scrapped = draw.chance(SCRAP) ? Math.min(lot.pieces - 1, draw.below(20)) : 0;
        session.one(
                """
                UPDATE MES_LOT SET WC_NAME = ?, WC_SEQ = ?, STATION = ?, SPEC_NAME = ?, SPEC_SEQ = ?,
                  QTY_PCS = ?, EQP_COUNT = 0, EQP_LIST = NULL, MOVE_IN_TIME = ?, CHANGED_AT = ?
                WHERE LOT_SEQ = ?\
                """,
                spec.workcenter().name(),
                spec.workcenter().order(),
                spec.station(),
                spec.name(),
                spec.seq(),
                lot.pieces - scrapped,
                now,
                now,
                lot.seq);
        return true;
    }

    /** A lot leaves; as many start in the mean, more when the plant runs low. */
    private void ship(Standing lot, Instant now, Draw draw) throws SQLException {
        session.one("DELETE FROM MES_LOT WHERE LOT_SEQ = ?", lot.seq);
        history.shipped(lot.number);
        tally.addLots(-1);
        if (lot.held) tally.addHeld(-1);
        double missing = (targetLots - tally.lots()) / Math.max(10.0, targetLots * 0.005);
        double mean = Math.clamp(1 + missing, 0.0, 2.0);
        if (draw.chance(mean / 2)) start(now, draw);
        if (draw.chance(mean / 2)) start(now, draw);
    }

    private void start(Instant now, Draw draw) throws SQLException {
        long seq = session.number("SELECT COALESCE(MAX(LOT_SEQ), 0) + 1 FROM MES_LOT");
        var order = catalog.workOrder(seq / LotGenerator.LOTS_A_WORK_ORDER);
        Leads leads = order.product().packageType().leads();
        var lot =
                new Lot(
                        seq,
                        LotGenerator.number(seq, draw),
                        order,
                        order.pieces(),
                        ProcessRoute.first(leads),
                        List.of(),
                        Optional.empty(),
                        now,
                        now,
                        Flaws.draw(draw));
        try (var lots = Lot.insert(session.connection())) {
            lot.write(lots, now, draw);
        }
        tally.addLots(1);
    }

    private boolean hold(Standing lot, Instant now, Draw draw) throws SQLException {
        write(lot.seq, 1, Hold.draw(now, draw), now);
        tally.addHeld(1);
        return true;
    }

    private boolean release(Standing lot, Instant now) throws SQLException {
        write(lot.seq, 0, null, now);
        tally.addHeld(-1);
        return true;
    }

    private void write(long seq, int count, @Nullable Hold hold, Instant now) throws SQLException {
        session.one(
                """
                UPDATE MES_LOT SET HOLD_COUNT = ?, HOLD_REASON = ?, HOLD_EMP = ?, HOLD_DEPT = ?,
                  HOLD_NOTE = ?, HOLD_TIME = ?, CHANGED_AT = ?
                WHERE LOT_SEQ = ?\
                """,
                count,
                hold == null ? null : hold.reason(),
                hold == null ? null : hold.by(),
                hold == null ? null : hold.department(),
                hold == null ? null : hold.note(),
                hold == null ? null : hold.since(),
                now,
                seq);
    }
}
