package io.andon.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file as docs/snapshot-format.md says and with nothing else of the product. */
final class DocumentedReader {
    private static final int POLYNOMIAL = 0x82F63B78;

    final Map<String, Object> head = new LinkedHashMap<>();
    final Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();

    /** Where the parts of the file begin, and its end. */
    final List<Integer> boundaries = new ArrayList<>(List.of(0, 32));

    private final ByteBuffer file;
    private int rows;

    private DocumentedReader(ByteBuffer file) {
        this.file = file;
    }

    static DocumentedReader read(Path path) throws IOException {
        var reader =
                new DocumentedReader(
                        ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN));
        reader.readAll();
        return reader;
    }

    private record Column(String name, int form, List<long[]> parts) {}

    private void readAll() {
        check(file.getInt(28) == crc(0, 28), "preamble");
        check(file.getLong(0) == 0x0A0D_4E4F_444E_4189L, "magic");
        check(file.getInt(8) == 1, "format");
        int headLength = file.getInt(12);
        check(file.getLong(16) == file.capacity(), "length");
        check(file.getInt(24) == crc(32, 32 + headLength), "head");
        file.position(32);
        head.put("plant", text());
        head.put("table", text());
        file.position(file.position() + 32);
        for (String name : List.of("version", "asOf", "readAt", "verifiedAt", "savedAt"))
            head.put(name, file.getLong());
        rows = file.getInt(file.position());
        for (String name : List.of("rows", "quarantined", "folded")) head.put(name, file.getInt());
        List<Column> found = new ArrayList<>();
        for (int left = file.getShort(); left > 0; left--) found.add(column());
        check(file.position() == 32 + headLength, "end of the head");
        int at = 32 + headLength;
        boundaries.add(at);
        for (Column column : found) {
            List<ByteBuffer> parts = new ArrayList<>();
            for (long[] part : column.parts()) {
                check((int) part[1] == crc(at, at + (int) part[0]), column.name());
                parts.add(file.slice(at, (int) part[0]).order(ByteOrder.LITTLE_ENDIAN));
                at += (int) part[0];
                boundaries.add(at);
            }
            columns.put(column.name(), values(column, parts));
        }
        check(at == file.capacity(), "end of the file");
    }

    private Column column() {
        String name = text();
        int form = file.get();
        List<long[]> parts = new ArrayList<>();
        for (int left = form < 5 ? 2 : 3; left > 0; left--)
            parts.add(new long[] {file.getLong(), file.getInt()});
        return new Column(name, form, parts);
    }

    private List<@Nullable Object> values(Column column, List<ByteBuffer> parts) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < rows; row++)
            values.add(
                    column.form() == 6
                            ? coded(parts, row)
                            : isSet(parts.getLast(), row) ? null : plain(column, parts, row));
        return values;
    }

    private static Object plain(Column column, List<ByteBuffer> parts, int row) {
        ByteBuffer values = parts.getFirst();
        return switch (column.form()) {
            case 1 -> values.getLong(8 * row);
            case 2 -> values.getDouble(8 * row);
            case 3 -> Instant.ofEpochMilli(values.getLong(8 * row));
            case 4 -> isSet(values, row);
            default -> text(values, parts.get(1), row);
        };
    }

    private static @Nullable Object coded(List<ByteBuffer> parts, int row) {
        ByteBuffer codes = parts.getFirst();
        int size = parts.get(1).capacity() / 4 - 1;
        int code =
                size < 256
                        ? codes.get(row) & 0xFF
                        : size < 65_536 ? codes.getShort(2 * row) & 0xFFFF : codes.getInt(4 * row);
        return code == size ? null : text(parts.get(1), parts.get(2), code);
    }

    private static String text(ByteBuffer offsets, ByteBuffer bytes, int at) {
        var utf8 = new byte[offsets.getInt(4 * at + 4) - offsets.getInt(4 * at)];
        bytes.get(offsets.getInt(4 * at), utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static boolean isSet(ByteBuffer bits, int row) {
        return bits.capacity() > 0 && (bits.get(row / 8) >> row % 8 & 1) == 1;
    }

    private String text() {
        var utf8 = new byte[file.getShort()];
        file.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** CRC-32C bit by bit. */
    private int crc(int from, int to) {
        int crc = ~0;
        for (int i = from; i < to; i++) {
            crc ^= file.get(i) & 0xFF;
            for (int bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ ((crc & 1) == 1 ? POLYNOMIAL : 0);
        }
        return ~crc;
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
