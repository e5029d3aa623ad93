package io.andon.processors;

import io.andon.cache.DegradedCode;
import java.util.OptionalInt;

/**
 * A failure that already knows its code. The message is for the log and, for the codes that blame
 * the caller, also for the caller: it then names only what the caller sent.
 */
public final class CodedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DegradedCode code;

    /** Rows read before the failure, or -1; a serialisable form of an optional number. */
    private final int rows;

    public CodedException(DegradedCode code, String message) {
        this(code, message, -1);
    }

    private CodedException(DegradedCode code, String message, int rows) {
        super(message);
        this.code = code;
        this.rows = rows;
    }

    public CodedException(DegradedCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.rows = -1;
    }

    /** A failure that was met after so many rows of a read. */
    public static CodedException afterRows(DegradedCode code, String message, int rows) {
        return new CodedException(code, message, rows);
    }

    public DegradedCode code() {
        return code;
    }

    /** The rows that were read before the failure; empty when it was met without reading any. */
    public OptionalInt rows() {
        return rows < 0 ? OptionalInt.empty() : OptionalInt.of(rows);
    }
}
