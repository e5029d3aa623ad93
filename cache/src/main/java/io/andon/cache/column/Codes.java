package io.andon.cache.column;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.IntBuffer;

/** Codes in the narrowest of 1, 2 or 4 bytes a row that holds {@code nullCode}, the largest. */
final class Codes {
    private static final byte[] NO_BYTES = {};
    private static final char[] NO_CHARS = {};
    private static final int[] NO_INTS = {};

    private final int width;
    private final byte[] narrow;
    private final char[] middle;
    private final int[] wide;

    private Codes(int width, byte[] narrow, char[] middle, int[] wide) {
        this.width = width;
        this.narrow = narrow;
        this.middle = middle;
        this.wide = wide;
    }

    /** Packs the first {@code rows} codes; any outside {@code [0, nullCode)} becomes null. */
    static Codes pack(int[] codes, int rows, int nullCode) {
        int width = width(nullCode);
        var packed =
                new Codes(
                        width,
                        width == 1 ? new byte[rows] : NO_BYTES,
                        width == 2 ? new char[rows] : NO_CHARS,
                        width == 4 ? new int[rows] : NO_INTS);
        for (int row = 0; row < rows; row++) {
            int code = codes[row] < 0 || codes[row] > nullCode ? nullCode : codes[row];
            if (width == 1) packed.narrow[row] = (byte) code;
            else if (width == 2) packed.middle[row] = (char) code;
            else packed.wide[row] = code;
        }
        return packed;
    }

    /** Takes over an array of codes whose width is that of {@code nullCode}. */
    @SuppressWarnings("ByteBufferBackingArray") // a buffer over the whole of its own array
    static Codes over(Buffer array, int nullCode) {
        Codes codes =
                switch (array) {
                    case ByteBuffer bytes -> new Codes(1, bytes.array(), NO_CHARS, NO_INTS);
                    case CharBuffer chars -> new Codes(2, NO_BYTES, chars.array(), NO_INTS);
                    case IntBuffer ints -> new Codes(4, NO_BYTES, NO_CHARS, ints.array());
                    default -> throw new IllegalArgumentException("not an array of codes");
                };
        boolean fits = codes.width == width(nullCode);
        for (int row = 0; fits && row < codes.rowCount(); row++)
            fits = codes.at(row) >= 0 && codes.at(row) <= nullCode;
        if (!fits) throw new IllegalArgumentException("codes beyond the dictionary");
        return codes;
    }

    /** The bytes of a code where null's, the largest, is {@code nullCode}. */
    static int width(long nullCode) {
        return nullCode <= 0xFF ? 1 : nullCode <= 0xFFFF ? 2 : 4;
    }

    Buffer array() {
        return switch (width) {
            case 1 -> ByteBuffer.wrap(narrow);
            case 2 -> CharBuffer.wrap(middle);
            default -> IntBuffer.wrap(wide);
        };
    }

    int at(int row) {
        if (width == 1) return narrow[row] & 0xFF;
        return width == 2 ? middle[row] : wide[row];
    }

    int rowCount() {
        return narrow.length + middle.length + wide.length;
    }

    long bytes() {
        return 48 + (long) width * rowCount();
    }
}
