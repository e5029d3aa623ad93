package io.andon.demo;

import io.andon.demo.Machines.Machine;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Starts and ends machine states. The chances balance: as many machines enter a state as leave it
 * when the shares are those of {@link MachineState}.
 */
final class MachineEvents {
    private static final double LEAVE = 0.6;
    private static final double FINISH = 0.15;
    private static final int FINISH_LOTS_MAX = 24;
    private static final double IDLE_SHARE = MachineState.IDLE.share() + MachineState.WAIT.share();

    private final Machines machines;
    private final LotMoves lots;

    MachineEvents(Machines machines, LotMoves lots) {
        this.machines = machines;
        this.lots = lots;
    }

    /** Tries one event with a machine drawn at random. */
    void tryOne(Instant now, Draw draw) throws SQLException {
        var found = machines.find((int) draw.between(1, MachineFamily.MACHINES));
        if (found.isEmpty()) return;
        var machine = found.get();
        switch (machine.state()) {
            case RUN -> stop(machine, now, draw);
            case IDLE, WAIT -> leaveIdle(machine, now, draw);
            case DOWN -> {
                if (draw.chance(LEAVE)) machines.enter(machine, MachineState.REPAIR, now, draw);
            }
            case REPAIR -> {
                if (draw.chance(LEAVE)) machines.enter(machine, afterRepair(machine), now, draw);
            }
            case TRIAL, SETUP, SERVICE, OFF, MOVING -> {
                if (draw.chance(LEAVE)) machines.enter(machine, MachineState.IDLE, now, draw);
            }
        }
    }

    private void stop(Machine machine, Instant now, Draw draw) throws SQLException {
        double fail = LEAVE * MachineState.DOWN.share() / MachineState.RUN.share();
        if (draw.chance(fail)) {
            machines.enter(machine, MachineState.DOWN, now, draw);
        } else if (draw.chance(FINISH)
                && machines.lotsOn(machine.seq()).size() <= FINISH_LOTS_MAX) {
            lots.finishAll(machine, now, draw);
        }
    }

    private MachineState afterRepair(Machine machine) throws SQLException {
        return machines.lotsOn(machine.seq()).isEmpty() ? MachineState.IDLE : MachineState.RUN;
    }

    private void leaveIdle(Machine machine, Instant now, Draw draw) throws SQLException {
        double at = draw.uniform();
        for (var state : MachineState.values()) {
            if (state.keepsLots() || state.isIdle()) continue;
            at -= LEAVE * state.share() / IDLE_SHARE;
            if (at < 0) {
                machines.enter(machine, state, now, draw);
                return;
            }
        }
    }
}
