package io.andon.demo;

import java.util.List;

/** The plant's own machine states: the share of machines in each and the reasons given. */
enum MachineState {
    RUN("RUN", 0.58, "Production", "Production", "Rework run"),
    IDLE("IDLE", 0.12, "No WIP", "Wait material", "Wait capillary", "Wait leadframe/substrate"),
    WAIT("WAIT-OPR", 0.05, "No operator", "Shift change"),
    TRIAL("ENG", 0.03, "Engineering trial", "New product", "Recipe tuning"),
    SETUP("SETUP", 0.04, "Changeover", "Capillary change", "Blade change", "Tool change"),
    SERVICE("PM", 0.04, "Weekly PM", "Monthly PM", "Calibration"),
    DOWN("DOWN", 0.04, "Alarm", "Crash", "Vacuum fail", "Heater fail", "Vision fail, lens/light"),
    REPAIR("REPAIR", 0.03, "Alarm", "Wait part", "Vendor support"),
    OFF("OFF", 0.06, "No schedule", "Power saving"),
    MOVING("RELOCATION", 0.005, "Line move");

    private static final Weights SHARES =
            Weights.of(List.of(values()).stream().mapToDouble(s -> s.share).toArray());

    private final String code;
    private final double share;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> reasons;

    MachineState(String code, double share, String... reasons) {
        this.code = code;
        this.share = share;
        this.reasons = List.of(reasons);
    }

    String code() {
        return code;
    }

    double share() {
        return share;
    }

    String reason(Draw draw) {
        return draw.pick(reasons);
    }

    /** Whether lots may be tracked in. */
    boolean takesLots() {
        return this == RUN || isIdle();
    }

    boolean isIdle() {
        return this == IDLE || this == WAIT;
    }

    /** Whether lots may stay on the machine. */
    boolean keepsLots() {
        return this == RUN || isDown();
    }

    boolean isDown() {
        return this == DOWN || this == REPAIR;
    }

    boolean hasJob() {
        return isDown() || this == SERVICE;
    }

    static MachineState draw(Draw draw) {
        return values()[SHARES.pick(draw)];
    }

    static MachineState of(String code) {
        for (var state : values()) if (state.code.equals(code)) return state;
        throw new IllegalArgumentException("no machine state " + code);
    }
}
