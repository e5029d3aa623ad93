package io.andon.cache.query;

import org.jspecify.annotations.Nullable;

/** Ages in days, lower bound inclusive. */
public enum AgeBucket {
    UNDER_1(0, "0-1"),
    FROM_1_TO_3(1, "1-3"),
    FROM_3_TO_7(2, "3-7"),
    FROM_7(3, "7+"),
    UNKNOWN(4, "unknown");

    private final int code;
    private final String id;

    AgeBucket(int code, String id) {
        this.code = code;
        this.id = id;
    }

    /** The position in figures by age. */
    int code() {
        return code;
    }

    /** The name on the wire: {@code 1-3}. */
    public String id() {
        return id;
    }

    /** The bucket of an age; a negative one counts as 0. */
    public static AgeBucket of(@Nullable Double days) {
        if (days == null) return UNKNOWN;
        if (days < 1) return UNDER_1;
        if (days < 3) return FROM_1_TO_3;
        return days < 7 ? FROM_3_TO_7 : FROM_7;
    }
}
