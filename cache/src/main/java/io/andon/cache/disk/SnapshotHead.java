package io.andon.cache.disk;

import io.andon.cache.column.ColumnForm;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.TableSnapshot;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Everything that a file says of its version before the columns; docs/snapshot-format.md. */
record SnapshotHead(
        SnapshotIdentity identity,
        long version,
        Times times,
        int rows,
        int quarantined,
        int folded,
        List<ColumnHead> columns) {

    /** Epoch milliseconds in the file. */
    record Times(Instant asOf, Instant readAt, Instant verifiedAt, Instant savedAt) {}

    /** A column, and the arrays it is made of in their order. */
    record ColumnHead(String name, ColumnForm form, List<Part> parts) {
        ColumnHead {
            parts = List.copyOf(parts);
        }
    }

    /** An array's bytes and their CRC32C. */
    record Part(long bytes, int crc) {}

    SnapshotHead {
        columns = List.copyOf(columns);
    }

    static SnapshotHead of(
            SnapshotIdentity identity,
            TableSnapshot snapshot,
            Instant verifiedAt,
            Instant savedAt,
            List<ColumnHead> columns) {
        return new SnapshotHead(
                identity,
                snapshot.version(),
                new Times(snapshot.asOf(), snapshot.readAt(), verifiedAt, savedAt),
                snapshot.rowCount(),
                snapshot.quarantined(),
                snapshot.folded(),
                columns);
    }

    SavedVersion saved(long bytes) {
        return new SavedVersion(
                version, times.readAt(), times.verifiedAt(), times.savedAt(), bytes);
    }

    TableSchema schema() {
        return new TableSchema(
                identity.table(),
                columns.stream()
                        .map(column -> new ColumnSpec(column.name(), column.form().type()))
                        .toList());
    }

    /** The bytes of all arrays. */
    long bodyBytes() {
        long bytes = 0;
        for (ColumnHead column : columns)
            for (Part part : column.parts()) bytes = Math.addExact(bytes, part.bytes());
        return bytes;
    }

    ByteBuffer encode() {
        int size = 256 + 3 * identity.plant().length();
        for (ColumnHead column : columns)
            size += 8 + 3 * column.name().length() + 12 * column.parts().size();
        ByteBuffer to = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        text(to, identity.plant());
        text(to, identity.table().value());
        to.put(HexFormat.of().parseHex(identity.fingerprint()));
        to.putLong(version);
        to.putLong(times.asOf().toEpochMilli());
        to.putLong(times.readAt().toEpochMilli());
        to.putLong(times.verifiedAt().toEpochMilli());
        to.putLong(times.savedAt().toEpochMilli());
        to.putInt(rows).putInt(quarantined).putInt(folded);
        to.putShort((short) columns.size());
        for (ColumnHead column : columns) {
            text(to, column.name());
            to.put((byte) column.form().code());
            for (Part part : column.parts()) to.putLong(part.bytes()).putInt(part.crc());
        }
        return to.flip();
    }

    static SnapshotHead decode(ByteBuffer from) throws RefusedException {
        try {
            String plant = text(from);
            var table = new TableName(text(from));
            var fingerprint = new byte[SnapshotIdentity.FINGERPRINT_BYTES];
            from.get(fingerprint);
            var identity =
                    new SnapshotIdentity(plant, table, HexFormat.of().formatHex(fingerprint));
            long version = from.getLong();
            var times = new Times(time(from), time(from), time(from), time(from));
            int rows = from.getInt();
            int quarantined = from.getInt();
            int folded = from.getInt();
            var columns = new ArrayList<ColumnHead>();
            for (int left = Short.toUnsignedInt(from.getShort()); left > 0; left--)
                columns.add(column(from));
            if (from.hasRemaining() || rows < 0 || quarantined < 0 || folded < 0 || version < 0)
                throw new IllegalArgumentException("the head does not add up");
            return new SnapshotHead(identity, version, times, rows, quarantined, folded, columns);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            var refused = new RefusedException(Refusal.CORRUPT, "its head is not one");
            refused.initCause(e);
            throw refused;
        }
    }

    private static ColumnHead column(ByteBuffer from) {
        String name = text(from);
        int code = from.get();
        ColumnForm form =
                ColumnForm.of(code).orElseThrow(() -> new IllegalArgumentException("form " + code));
        var parts = new ArrayList<Part>();
        for (int part = 0; part < form.parts(); part++) {
            var read = new Part(from.getLong(), from.getInt());
            if (read.bytes() < 0) throw new IllegalArgumentException("a negative length");
            parts.add(read);
        }
        return new ColumnHead(name, form, parts);
    }

    private static Instant time(ByteBuffer from) {
        return Instant.ofEpochMilli(from.getLong());
    }

    private static void text(ByteBuffer to, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        to.putShort((short) utf8.length).put(utf8);
    }

    private static String text(ByteBuffer from) {
        var utf8 = new byte[Short.toUnsignedInt(from.getShort())];
        from.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
