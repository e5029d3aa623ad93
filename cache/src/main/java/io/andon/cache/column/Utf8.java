package io.andon.cache.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Text to UTF-8 into one reused buffer; lone surrogates become U+FFFD. Also the hash of such bytes.
 * Threads: one at a time.
 */
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes = new byte[64];
    private int length;

    static byte[] of(String text) {
        var utf8 = new Utf8();
        utf8.encode(text);
        return Arrays.copyOf(utf8.bytes, utf8.length);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void encode(String text) {
        length = 0;
        if (bytes.length < text.length() * 3L)
            bytes = new byte[Math.multiplyExact(text.length(), 3)];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) bytes[length++] = (byte) c;
            else if (!Character.isSurrogate(c)) encode(c);
            else if (isPair(text, i)) encode(Character.toCodePoint(c, text.charAt(++i)));
            else encode(REPLACEMENT);
        }
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private void encode(int codePoint) {
        if (codePoint < 0x800) bytes[length++] = (byte) (0xC0 | codePoint >> 6);
        else {
            if (codePoint < 0x10000) bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            else {
                bytes[length++] = (byte) (0xF0 | codePoint >> 18);
                bytes[length++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
            }
            bytes[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    static int hash(byte[] bytes, int from, int to) {
        long hash = (to - from) * 0x9E3779B97F4A7C15L;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        long tail = 0;
        for (; i < to; i++) tail = tail << 8 | (bytes[i] & 0xFF);
        hash = (hash ^ tail) * 0xC4CEB9FE1A85EC53L;
        return (int) (hash ^ hash >>> 32);
    }
}
