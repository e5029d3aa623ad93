package io.andon.processors.control;

import java.util.Locale;

/** What became of an administrator's request. */
public enum Result {
    /** It is done. */
    APPLIED(200),
    /** Nothing changed; the reason says why. */
    REJECTED(409),
    /** It was taken and goes on; the table's state will tell. */
    DEFERRED(202);

    private final int httpStatus;

    Result(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    int httpStatus() {
        return httpStatus;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
