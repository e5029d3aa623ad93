package io.andon.demo;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/**
 * The hours that each machine was in each state on one shift day; 24 hours a machine, exactly. The
 * same seed, day and machine give the same hours.
 */
final class ShiftHours {
    static final int COLUMNS = 5;

    /** Thousandths of an hour, as the source keeps them. */
    private static final int DAY = 24_000;

    private static final int SCALE = 3;
    private static final long STREAM = 1L << 40;
    private static final long MACHINES_A_DAY = 1L << 20;
    private static final double OFF = 0.04;

    private final long seed;

    ShiftHours(long seed) {
        this.seed = seed;
    }

    /** Writes a row a machine and state. */
    void write(BulkInsert hours, LocalDate day) throws SQLException {
        for (int machine = 1; machine <= MachineFamily.MACHINES; machine++) {
            var draw = Draw.of(seed, STREAM + day.toEpochDay() * MACHINES_A_DAY + machine);
            for (var each : of(day, draw).entrySet()) {
                if (each.getValue() == 0) continue;
                hours.row(
                        day,
                        machine,
                        each.getKey().code(),
                        each.getKey().reason(draw),
                        BigDecimal.valueOf(each.getValue(), SCALE));
            }
        }
    }

    private static Map<MachineState, Integer> of(LocalDate day, Draw draw) {
        var hours = new EnumMap<MachineState, Integer>(MachineState.class);
        if (draw.chance(OFF)) {
            hours.put(MachineState.OFF, DAY);
            return hours;
        }
        int left = DAY;
        left -= some(hours, MachineState.DOWN, 0.22, 1.8, draw, left);
        if (left < DAY) left -= some(hours, MachineState.REPAIR, 0.7, 1.5, draw, left);
        left -= some(hours, MachineState.SERVICE, 0.15, 2.0, draw, left);
        left -= some(hours, MachineState.SETUP, 0.6, 0.8, draw, left);
        left -= some(hours, MachineState.TRIAL, 0.06, 3.0, draw, left);
        left -= some(hours, MachineState.WAIT, 0.5, 0.9, draw, left);
        double idle = 0.08 + 0.22 * draw.uniform();
        int idleHours = (int) (left * (isWeekend(day) ? 1.5 * idle : idle));
        hours.put(MachineState.IDLE, idleHours);
        hours.put(MachineState.RUN, left - idleHours);
        return hours;
    }

    /** With that chance some hours around the median, at most half of what is left. */
    private static int some(
            Map<MachineState, Integer> hours,
            MachineState state,
            double chance,
            double medianHours,
            Draw draw,
            int left) {
        if (!draw.chance(chance)) return 0;
        int drawn = (int) Math.min(left / 2.0, 1_000 * draw.logNormal(medianHours, 0.7));
        hours.put(state, drawn);
        return drawn;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
