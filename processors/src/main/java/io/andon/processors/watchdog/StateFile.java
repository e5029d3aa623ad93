package io.andon.processors.watchdog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.andon.cache.disk.Refusal;
import io.andon.cache.disk.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The watchdog's memory as a file: one line that names format and checksum, then JSON, read
 * strictly. Threads: one at a time.
 */
public final class StateFile {
    static final String NAME = "state";
    private static final int FORMAT = 1;
    private static final int BYTES_MAX = 64 * 1024;
    private static final Pattern FILE =
            Pattern.compile("andon-watchdog (\\d{1,4}) ([0-9a-f]{8})\n(.*)\n", Pattern.DOTALL);

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build();

    private final StateFolder folder;

    /** What a start begins with, and why the file was not it, if there was one. */
    public record Loaded(Memory memory, Optional<Refusal> refused) {}

    /** The folder is claimed by whoever made it. */
    public StateFile(StateFolder folder) {
        this.folder = folder;
    }

    /**
     * Reads the memory. A file that is damaged, foreign or of a newer Andon is put aside, and the
     * budget counts as used; only where there is no file it is free.
     *
     * @throws IOException if nobody can say what is there
     */
    public Loaded load(Limits limits) throws IOException {
        Optional<byte[]> found = folder.read(NAME, BYTES_MAX);
        if (found.isEmpty()) return new Loaded(Memory.fresh(), Optional.empty());
        Matcher file = FILE.matcher(new String(found.get(), StandardCharsets.UTF_8));
        Refusal refused = file.matches() ? refusal(file.group(1)) : Refusal.FOREIGN;
        if (refused == Refusal.CORRUPT) {
            Optional<Memory> memory = decode(file.group(2), file.group(3));
            if (memory.isPresent()) return new Loaded(memory.get(), Optional.empty());
        }
        folder.putAside(NAME, refused);
        return new Loaded(Memory.lost(limits), Optional.of(refused));
    }

    /** Keeps the memory safe, also from a power loss. */
    public void save(Memory memory) throws IOException {
        String json = JSON.writeValueAsString(memory);
        String file = "andon-watchdog %d %s\n%s\n".formatted(FORMAT, crc(json), json);
        folder.replace(NAME, file.getBytes(StandardCharsets.UTF_8));
    }

    /** What it is if it is not the memory that it says. */
    private static Refusal refusal(String format) {
        int written = Integer.parseInt(format);
        if (written == FORMAT) return Refusal.CORRUPT;
        return written > FORMAT ? Refusal.NEWER : Refusal.FOREIGN;
    }

    private static Optional<Memory> decode(String crc, String json) {
        if (!crc.equals(crc(json))) return Optional.empty();
        try {
            return Optional.ofNullable(JSON.readValue(json, Memory.class));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String crc(String json) {
        var crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
