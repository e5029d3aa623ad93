package io.andon.processors;

import io.andon.cache.DegradedCode;

/**
 * A failure that already knows its code. The message is for the log and, for the codes that blame
 * the caller, also for the caller: it then names only what the caller sent.
 */
public final class CodedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DegradedCode code;

    public CodedException(DegradedCode code, String message) {
        super(message);
        this.code = code;
    }

    public CodedException(DegradedCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public DegradedCode code() {
        return code;
    }
}
