package io.andon.cache.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a file, the same in every format to come, so that an older
 * Andon tells a newer file from a damaged one.
 *
 * @param headBytes the length of the head, which follows
 * @param fileBytes the length of the whole file
 */
record Preamble(int format, int headBytes, long fileBytes, int headCrc) {
    static final int BYTES = 32;
    static final int FORMAT = 1;

    /** Not text, and different after any translation of line ends. */
    private static final byte[] MAGIC = "\u0089ANDON\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final int CRC_AT = 28;

    ByteBuffer encode() {
        ByteBuffer to = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        to.put(MAGIC).putInt(format).putInt(headBytes).putLong(fileBytes).putInt(headCrc);
        return to.putInt(crc(to)).flip();
    }

    /**
     * Reads a preamble of this format.
     *
     * @param length the file's length, which must be what the preamble says
     */
    static Preamble decode(ByteBuffer from, long length) throws RefusedException {
        ByteBuffer bytes = from.order(ByteOrder.LITTLE_ENDIAN);
        var magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC))
            throw new RefusedException(Refusal.FOREIGN, "it does not begin as a snapshot");
        var read = new Preamble(bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getInt());
        if (bytes.getInt() != crc(bytes))
            throw new RefusedException(Refusal.CORRUPT, "its preamble is altered");
        if (read.format > FORMAT)
            throw new RefusedException(Refusal.NEWER, "its format is " + read.format);
        if (read.format < 1 || read.headBytes < 0 || read.fileBytes != length)
            throw new RefusedException(Refusal.CORRUPT, "it is not as long as it says");
        return read;
    }

    private static int crc(ByteBuffer preamble) {
        var crc = new CRC32C();
        crc.update(preamble.duplicate().position(0).limit(CRC_AT));
        return (int) crc.getValue();
    }
}
