package io.andon.cache.disk;

import java.io.IOException;

/** A file is not a version of the table. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final Refusal why;

    RefusedException(Refusal why, String message) {
        super(message);
        this.why = why;
    }

    Refusal why() {
        return why;
    }
}
