package io.andon.cache.disk;

import io.andon.cache.column.Column;
import io.andon.cache.column.ColumnImage;
import io.andon.cache.disk.SnapshotHead.ColumnHead;
import io.andon.cache.disk.SnapshotHead.Part;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Reads one file; nothing of it is handed out unless every byte is as it was written. */
final class SnapshotReader implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer chunk =
            ByteBuffer.allocateDirect(SnapshotWriter.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SnapshotReader(FileChannel file) {
        this.file = file;
    }

    /** The version that the file holds, which must be {@code version} of the identity. */
    static TableSnapshot read(Path path, SnapshotIdentity identity, long version)
            throws IOException {
        try (var reader = open(path)) {
            SnapshotHead head = reader.head(identity, version);
            return reader.body(head);
        }
    }

    /** What the file says of its version; the arrays stay unread. */
    static SnapshotHead head(Path path, SnapshotIdentity identity, long version)
            throws IOException {
        try (var reader = open(path)) {
            return reader.head(identity, version);
        }
    }

    private static SnapshotReader open(Path path) throws IOException {
        return new SnapshotReader(
                FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    private SnapshotHead head(SnapshotIdentity identity, long version) throws IOException {
        long length = file.size();
        if (length < Preamble.BYTES)
            throw new RefusedException(
                    Refusal.CORRUPT, "it has no more than %d bytes".formatted(length));
        Preamble preamble = Preamble.decode(bytes(Preamble.BYTES), length);
        if (preamble.headBytes() > length - Preamble.BYTES)
            throw new RefusedException(Refusal.CORRUPT, "it is shorter than its head");
        ByteBuffer encoded = bytes(preamble.headBytes());
        var crc = new CRC32C();
        crc.update(encoded.duplicate());
        if ((int) crc.getValue() != preamble.headCrc())
            throw new RefusedException(Refusal.CORRUPT, "its head is altered");
        SnapshotHead head = SnapshotHead.decode(encoded);
        SnapshotIdentity found = head.identity();
        if (!found.plant().equals(identity.plant())
                || !found.table().equals(identity.table())
                || head.version() != version)
            throw new RefusedException(
                    Refusal.FOREIGN,
                    "it is version %d of %s of plant %s"
                            .formatted(head.version(), found.table(), found.plant()));
        if (!found.equals(identity))
            throw new RefusedException(
                    Refusal.OUTDATED, "the plant's query, zone or columns were others");
        return head;
    }

    private TableSnapshot body(SnapshotHead head) throws IOException {
        if (file.position() + head.bodyBytes() != file.size())
            throw new RefusedException(Refusal.CORRUPT, "its parts do not fill it");
        try {
            List<Column> columns = new ArrayList<>();
            for (ColumnHead column : head.columns()) columns.add(image(column).column(head.rows()));
            return new TableSnapshot(
                    head.schema(),
                    head.version(),
                    head.times().asOf(),
                    head.times().readAt(),
                    head.rows(),
                    head.quarantined(),
                    head.folded(),
                    columns);
        } catch (IllegalArgumentException e) {
            var refused = new RefusedException(Refusal.CORRUPT, "its parts are not a table");
            refused.initCause(e);
            throw refused;
        }
    }

    private ColumnImage image(ColumnHead column) throws IOException {
        List<Part> parts = column.parts();
        long values = Math.max(0, parts.get(1).bytes() / Integer.BYTES - 1);
        List<Buffer> arrays = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++)
            arrays.add(array(column, i, column.form().width(i, values)));
        return new ColumnImage(column.form(), arrays);
    }

    private Buffer array(ColumnHead column, int part, int width) throws IOException {
        Part expected = column.parts().get(part);
        if (expected.bytes() % width != 0 || expected.bytes() / width > Integer.MAX_VALUE - 8)
            throw new RefusedException(Refusal.CORRUPT, "a part has no whole elements");
        int length = (int) (expected.bytes() / width);
        Buffer array = ColumnImage.array(column.form(), part, width, length);
        var crc = new CRC32C();
        for (long left = expected.bytes(); left > 0; left -= chunk.limit()) {
            chunk.clear().limit((int) Math.min(left, chunk.capacity()));
            readFully(chunk);
            crc.update(chunk.duplicate());
            Elements.read(chunk, array);
        }
        if ((int) crc.getValue() != expected.crc())
            throw new RefusedException(
                    Refusal.CORRUPT, "column '%s' is altered".formatted(column.name()));
        return array;
    }

    private ByteBuffer bytes(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        readFully(bytes);
        return bytes;
    }

    private void readFully(ByteBuffer to) throws IOException {
        while (to.hasRemaining())
            if (file.read(to) < 0) throw new RefusedException(Refusal.CORRUPT, "it ends too early");
        to.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
