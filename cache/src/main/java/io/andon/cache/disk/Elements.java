package io.andon.cache.disk;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Moves the elements of an array to bytes and back, many at once, in the bytes' own order. */
final class Elements {
    private Elements() {}

    static int width(Buffer array) {
        return switch (array) {
            case ByteBuffer _ -> Byte.BYTES;
            case CharBuffer _ -> Character.BYTES;
            case IntBuffer _ -> Integer.BYTES;
            case LongBuffer _, DoubleBuffer _ -> Long.BYTES;
            default -> throw new IllegalArgumentException("no form has such an array");
        };
    }

    /** Appends as many elements to the bytes as fit, and moves both positions past them. */
    static void write(Buffer array, ByteBuffer to) {
        int width = width(array);
        int count = Math.min(array.remaining(), to.remaining() / width);
        int end = array.limit();
        array.limit(array.position() + count);
        switch (array) {
            case ByteBuffer bytes -> to.slice().put(bytes);
            case CharBuffer chars -> to.asCharBuffer().put(chars);
            case IntBuffer ints -> to.asIntBuffer().put(ints);
            case LongBuffer longs -> to.asLongBuffer().put(longs);
            default -> to.asDoubleBuffer().put((DoubleBuffer) array);
        }
        array.limit(end);
        to.position(to.position() + count * width);
    }

    /** Appends all bytes, which are whole elements, to the array. */
    static void read(ByteBuffer from, Buffer array) {
        switch (array) {
            case ByteBuffer bytes -> bytes.put(from.slice());
            case CharBuffer chars -> chars.put(from.asCharBuffer());
            case IntBuffer ints -> ints.put(from.asIntBuffer());
            case LongBuffer longs -> longs.put(from.asLongBuffer());
            case DoubleBuffer doubles -> doubles.put(from.asDoubleBuffer());
            default -> throw new IllegalArgumentException("no form has such an array");
        }
        from.position(from.limit());
    }
}
