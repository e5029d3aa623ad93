package io.andon.processors.control;

import java.util.Locale;

/** What became of an administrator's request. */
public enum Result {
    /** It is done. */
    APPLIED(200),
    /** Nothing changed; the reason says why. */
    REJECTED(409),
    /** It was taken and goes on; the table's state will tell. */
    DEFERRED(202),
    /** It was done, did not hold, and was undone. */
    ROLLED_BACK(500);

    private final int httpStatus;

    Result(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
