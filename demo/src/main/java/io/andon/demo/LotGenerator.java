package io.andon.demo;

import io.andon.demo.Catalog.WorkOrder;
import io.andon.demo.Lot.Flaws;
import io.andon.demo.Lot.Hold;
import io.andon.demo.ProcessRoute.Leads;
import io.andon.demo.ProcessRoute.Spec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws lots and writes them, with the machines they stand on. Held lots wait off the machines. */
final class LotGenerator {
    static final double RUN_SHARE = 0.31;
    static final double HOLD_SHARE = 0.07;
    static final int LOTS_A_WORK_ORDER = 12;

    private static final int ROWS_A_COMMIT = 5_000;
    private static final int TRACK_IN_COLUMNS = 6;
    private static final double HOLD_WHILE_RUNNING = 0.004;
    private static final double TWO_MACHINES = 0.06;
    private static final int DUMMY_EVERY = 2_500;
    private static final Duration FULL_ROUTE = Duration.ofDays(16);

    private final Catalog catalog;
    private final MachineFloor floor;
    private final Draw draw;
    private final Instant now;
    private final Map<Leads, Double> runWhereMachinesAre = new EnumMap<>(Leads.class);

    LotGenerator(Catalog catalog, MachineFloor floor, Draw draw, Instant now) {
        this.catalog = catalog;
        this.floor = floor;
        this.draw = draw;
        this.now = now;
        for (var leads : List.of(Leads.LEADED, Leads.LEADLESS)) {
            runWhereMachinesAre.put(leads, RUN_SHARE / (1 - ProcessRoute.waitingShare(leads)));
        }
    }

    /** Writes and commits lots 1 to {@code count}. */
    void write(Connection connection, int count) throws SQLException {
        try (var lots = Lot.insert(connection);
                var trackIns = new BulkInsert(connection, "MES_TRACK_IN", TRACK_IN_COLUMNS)) {
            for (int seq = 1; seq <= count; seq++) {
                write(lots, trackIns, seq);
                if (seq % ROWS_A_COMMIT == 0) connection.commit();
            }
        }
        connection.commit();
    }

    private void write(BulkInsert lots, BulkInsert trackIns, int seq) throws SQLException {
        WorkOrder order = catalog.workOrder(seq / LOTS_A_WORK_ORDER);
        Leads leads = order.product().packageType().leads();
        Spec spec = ProcessRoute.draw(leads, draw);
        int pieces = Math.max(1, (int) (order.pieces() * (0.9 + 0.1 * draw.uniform())));
        if (spec.family().isPresent()
                && draw.chance(runWhereMachinesAre.getOrDefault(leads, RUN_SHARE))) {
            writeRunning(lots, trackIns, seq, order, pieces, spec);
            return;
        }
        Instant movedIn = draw.before(now, 14, 1.35);
        boolean held = draw.chance(HOLD_SHARE / (1 - RUN_SHARE));
        Optional<Hold> hold =
                held ? Optional.of(Hold.draw(draw.within(movedIn, now), draw)) : Optional.empty();
        Flaws flaws = held ? Flaws.NONE : Flaws.draw(draw);
        lot(seq, order, pieces, spec, List.of(), hold, movedIn, flaws).write(lots, now, draw);
    }

    private void writeRunning(
            BulkInsert lots, BulkInsert trackIns, int seq, WorkOrder order, int pieces, Spec spec)
            throws SQLException {
        MachineFamily family = spec.family().orElseThrow();
        int machine = floor.load(family);
        int second = draw.chance(TWO_MACHINES) ? floor.load(family) : machine;
        Instant trackIn = draw.within(floor.since(machine), now);
        Instant movedIn = draw.before(trackIn, 9, 1.2);
        List<String> machines =
                second == machine
                        ? List.of(family.machineId(machine))
                        : List.of(family.machineId(machine), family.machineId(second));
        Optional<Hold> hold =
                draw.chance(HOLD_WHILE_RUNNING)
                        ? Optional.of(Hold.draw(draw.within(trackIn, now), draw))
                        : Optional.empty();
        Lot lot = lot(seq, order, pieces, spec, machines, hold, movedIn, Flaws.NONE);
        lot.write(lots, now, draw);
        String operator = "P" + Digits.pad(draw.between(1, 400), 4);
        int onSecond = second == machine ? 0 : pieces / 2;
        trackIns.row(machine, seq, lot.number(), pieces - onSecond, trackIn, operator);
        if (second != machine) {
            trackIns.row(second, seq, lot.number(), onSecond, trackIn, operator);
        }
    }

    private Lot lot(
            long seq,
            WorkOrder order,
            int pieces,
            Spec spec,
            List<String> machines,
            Optional<Hold> hold,
            Instant movedIn,
            Flaws flaws) {
        double progress = (double) spec.seq() / ProcessRoute.SPECS.getLast().seq();
        long underWay = (long) (FULL_ROUTE.toMillis() * progress * (0.6 + 0.8 * draw.uniform()));
        boolean dummy = seq % DUMMY_EVERY == 0 && machines.isEmpty();
        String number =
                dummy ? "DUMMY-" + spec.workcenter().order() + '-' + seq : number(seq, draw);
        return new Lot(
                seq,
                number,
                order,
                pieces,
                spec,
                machines,
                hold,
                movedIn.minusMillis(underWay),
                movedIn,
                flaws);
    }

    static String number(long seq, Draw draw) {
        return "AT" + Digits.pad(seq, 8) + ".0" + draw.between(1, 3);
    }
}
