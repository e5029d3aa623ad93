package io.andon.cache.plant;

/** Why a lot is held; only lots on HOLD have one. */
public enum HoldType {
    QUALITY(0, "quality"),
    NON_QUALITY(1, "nonQuality");

    private final int code;
    private final String id;

    HoldType(int code, String id) {
        this.code = code;
        this.id = id;
    }

    /** The position in figures by type. */
    public int code() {
        return code;
    }

    /** The name on the wire and in the {@code hold_type} column. */
    public String id() {
        return id;
    }
}
