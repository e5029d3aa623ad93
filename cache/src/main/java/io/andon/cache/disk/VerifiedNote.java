package io.andon.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * When a saved version was last confirmed, beside its file: unchanged probes move this and not the
 * version. A note that is missing or altered only lets the version look older than it is.
 */
final class VerifiedNote {
    private static final int BYTES = 20;
    private static final int CRC_AT = 16;

    private VerifiedNote() {}

    static byte[] encode(long version, Instant verifiedAt) {
        ByteBuffer to = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        to.putLong(version).putLong(verifiedAt.toEpochMilli());
        to.putInt(crc(to.array()));
        return to.array();
    }

    /** The time of a whole note of that version. */
    static Optional<Instant> read(Path note, long version) {
        try {
            if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS) || Files.size(note) != BYTES)
                return Optional.empty();
            ByteBuffer from = ByteBuffer.wrap(Files.readAllBytes(note));
            if (from.order(ByteOrder.LITTLE_ENDIAN).remaining() != BYTES) return Optional.empty();
            boolean whole = from.getInt(CRC_AT) == crc(from.array()) && from.getLong() == version;
            return whole ? Optional.of(Instant.ofEpochMilli(from.getLong())) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] note) {
        var crc = new CRC32C();
        crc.update(note, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
