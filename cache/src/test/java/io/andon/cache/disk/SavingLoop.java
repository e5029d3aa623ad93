package io.andon.cache.disk;

import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Saves one version after the other until it is killed, and says each that it has saved. */
final class SavingLoop {
    static final int ROWS = 8_000;

    private SavingLoop() {}

    /**
     * Starts.
     *
     * @param arguments the data folder
     */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        List<TableSnapshot> contents = contents();
        var folder = Tables.plantFolder(Path.of(arguments[0]));
        TableFolder lots = Tables.lots(folder);
        long version = lots.restore(Long.MAX_VALUE, each -> each).highestVersion();
        while (true) {
            version++;
            TableSnapshot next = contents.get((int) (version % 2));
            lots.save(withVersion(next, version), next.readAt(), next.readAt());
            lots.verified(version, next.readAt().plusMillis(version));
            out.println(version);
        }
    }

    /** What even and odd versions hold. */
    static List<TableSnapshot> contents() {
        return List.of(Tables.snapshot(1, ROWS, 0), Tables.snapshot(2, ROWS / 2, 0));
    }

    private static TableSnapshot withVersion(TableSnapshot like, long version) {
        return new TableSnapshot(
                like.schema(),
                version,
                like.asOf(),
                like.readAt(),
                like.rowCount(),
                like.quarantined(),
                like.folded(),
                like.columns());
    }
}
