package io.andon.cache.disk;

import io.andon.cache.column.ColumnImage;
import io.andon.cache.disk.SnapshotHead.ColumnHead;
import io.andon.cache.disk.SnapshotHead.Part;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * Writes one version into an empty file: the arrays first, summed while they are copied, then the
 * head that holds the sums. Threads: one at a time, which keeps the buffer.
 */
final class SnapshotWriter {
    /** Large enough for the kernel and the checksum, small enough to stay in a core's cache. */
    static final int CHUNK_BYTES = 256 * 1024;

    private final SnapshotIdentity identity;
    private final ByteBuffer chunk =
            ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    SnapshotWriter(SnapshotIdentity identity) {
        this.identity = identity;
    }

    SavedVersion write(
            FileChannel file, TableSnapshot snapshot, Instant verifiedAt, Instant savedAt)
            throws IOException {
        List<ColumnImage> images = snapshot.columns().stream().map(ColumnImage::of).toList();
        Function<List<ColumnHead>, SnapshotHead> head =
                columns -> SnapshotHead.of(identity, snapshot, verifiedAt, savedAt, columns);
        ByteBuffer room = head.apply(columns(snapshot, images, List.of())).encode();
        file.position(Preamble.BYTES + room.remaining());
        var sums = new ArrayList<Part>();
        for (ColumnImage image : images)
            for (Buffer part : image.parts()) sums.add(array(file, part.duplicate()));
        SnapshotHead written = head.apply(columns(snapshot, images, sums));
        return written.saved(finish(file, written.encode()));
    }

    /** Puts preamble and head before the arrays, and returns the length of the file. */
    private static long finish(FileChannel file, ByteBuffer head) throws IOException {
        long length = file.position();
        var crc = new CRC32C();
        crc.update(head.duplicate());
        var preamble =
                new Preamble(Preamble.FORMAT, head.remaining(), length, (int) crc.getValue());
        file.position(0);
        writeFully(file, preamble.encode());
        writeFully(file, head);
        return length;
    }

    private static List<ColumnHead> columns(
            TableSnapshot snapshot, List<ColumnImage> images, List<Part> sums) {
        var columns = new ArrayList<ColumnHead>();
        int next = 0;
        for (int i = 0; i < images.size(); i++) {
            ColumnImage image = images.get(i);
            var parts = new ArrayList<Part>();
            for (int part = 0; part < image.parts().size(); part++, next++)
                parts.add(sums.isEmpty() ? new Part(0, 0) : sums.get(next));
            String name = snapshot.schema().columns().get(i).name();
            columns.add(new ColumnHead(name, image.form(), parts));
        }
        return columns;
    }

    private Part array(FileChannel file, Buffer array) throws IOException {
        var crc = new CRC32C();
        long bytes = (long) array.remaining() * Elements.width(array);
        while (array.hasRemaining()) {
            chunk.clear();
            Elements.write(array, chunk);
            chunk.flip();
            crc.update(chunk.duplicate());
            writeFully(file, chunk);
        }
        return new Part(bytes, (int) crc.getValue());
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) file.write(bytes);
    }
}
