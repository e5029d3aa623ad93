package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;
import java.util.Optional;

/** The plain arrays that a column is made of; the code stands in files and never changes. */
public enum ColumnForm {
    /** long[rows]; nulls. */
    WHOLE(1, ColumnType.LONG),
    /** double[rows]; nulls. */
    NUMBER(2, ColumnType.DOUBLE),
    /** long[rows], epoch milliseconds; nulls. */
    TIME(3, ColumnType.TIME),
    /** One bit a row in long[⌈rows / 64⌉]; nulls. */
    FLAG(4, ColumnType.BOOLEAN),
    /** int[rows + 1], where each value begins and ends in byte[], which is UTF-8; nulls. */
    POOL(5, ColumnType.TEXT),
    /** Codes of 1, 2 or 4 bytes a row; int[values + 1], where each value begins; its byte[]. */
    CODES(6, ColumnType.TEXT);

    private final int code;
    private final ColumnType type;

    ColumnForm(int code, ColumnType type) {
        this.code = code;
        this.type = type;
    }

    public static Optional<ColumnForm> of(int code) {
        return Arrays.stream(values()).filter(form -> form.code == code).findAny();
    }

    public int code() {
        return code;
    }

    public ColumnType type() {
        return type;
    }

    /** How many arrays the form has. */
    public int parts() {
        return type == ColumnType.TEXT ? 3 : 2;
    }

    /**
     * The bytes of one element of an array; nulls, which are bits in longs, come last.
     *
     * @param values how many distinct values there are, of {@link #CODES}; of others not used
     */
    public int width(int part, long values) {
        if (type != ColumnType.TEXT) return Long.BYTES;
        if (part == 0) return this == CODES ? Codes.width(values) : Integer.BYTES;
        if (part == 1) return this == CODES ? Integer.BYTES : Byte.BYTES;
        return this == CODES ? Byte.BYTES : Long.BYTES;
    }
}
