package io.andon.cache.plant;

/** SEMI E10 states; {@code OTHER} is any code that the plant does not map, or none. */
public enum E10State {
    /** Productive. */
    PRD(0),
    /** Standby. */
    SBY(1),
    /** Engineering. */
    EGT(2),
    /** Scheduled down. */
    SDT(3),
    /** Unscheduled down. */
    UDT(4),
    /** Nonscheduled. */
    NST(5),
    OTHER(6);

    private final int code;

    E10State(int code) {
        this.code = code;
    }

    /** The position in figures by state. */
    public int code() {
        return code;
    }
}
