package io.andon.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What maintenance does on a machine; technician, cause and repair are known once it began. */
record MaintenanceJob(
        String number,
        String status,
        Instant created,
        @Nullable String technician,
        @Nullable String symptom,
        @Nullable String cause,
        @Nullable String repair) {
    private static final List<String> TECHNICIANS =
            List.of("Chen W.", "Lin Y.", "Huang C.", "Wang J.", "Tsai M.", "Liu H.", "Yang P.");
    private static final List<String> SYMPTOMS =
            List.of(
                    "Bond off",
                    "Non-stick on pad",
                    "Blade broken",
                    "Heater alarm",
                    "Vacuum low",
                    "Strip jam",
                    "Contact fail",
                    "Vision mismatch",
                    "Motor overload");
    private static final List<String> CAUSES =
            List.of(
                    "Capillary worn",
                    "Sensor dirty",
                    "Belt loose",
                    "Board fault",
                    "Valve leak",
                    "Parameter drift",
                    "Contactor worn");
    private static final List<String> REPAIRS =
            List.of("Replaced part", "Cleaned", "Adjusted", "Reset, monitored");

    /** The job that goes with a state that has one. */
    static MaintenanceJob draw(MachineState state, Instant created, Draw draw) {
        String number = "J" + Digits.pad(draw.between(1, 9_999_999), 7);
        return switch (state) {
            case DOWN ->
                    new MaintenanceJob(
                            number, "Open", created, null, draw.pick(SYMPTOMS), null, null);
            case SERVICE ->
                    new MaintenanceJob(
                            number,
                            "In progress",
                            created,
                            draw.pick(TECHNICIANS),
                            null,
                            null,
                            null);
            case REPAIR -> begun(number, created, draw.pick(SYMPTOMS), draw);
            case RUN, IDLE, WAIT, TRIAL, SETUP, OFF, MOVING ->
                    throw new IllegalArgumentException(state + " has no job");
        };
    }

    /** The same job once a technician works on it. */
    static MaintenanceJob begun(
            String number, Instant created, @Nullable String symptom, Draw draw) {
        boolean waits = draw.chance(0.3);
        return new MaintenanceJob(
                number,
                waits ? "Waiting parts" : "In repair",
                created,
                draw.pick(TECHNICIANS),
                symptom,
                draw.pick(CAUSES),
                waits ? null : draw.pick(REPAIRS));
    }
}
