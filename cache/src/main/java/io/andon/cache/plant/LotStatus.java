package io.andon.cache.plant;

/** What a lot is doing. Every lot has exactly one. */
public enum LotStatus {
    RUN(0),
    QUEUE(1),
    HOLD(2);

    private final int code;

    LotStatus(int code) {
        this.code = code;
    }

    /** The position in figures by status. */
    public int code() {
        return code;
    }
}
