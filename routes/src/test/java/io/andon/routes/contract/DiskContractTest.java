package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every path of the document while the disk fails: fresh figures that name what is wrong. */
final class DiskContractTest {
    private static final String LOTS = "lots";

    @TempDir private Path folder;

    @Test
    void aVersionThatCannotBeSavedIsServedAndSaysSoUntilOneIsSaved() throws IOException {
        try (var plant = new SeededPlant(31);
                var andon =
                        RunningAndon.of(Walk.folderOf(plant, folder), folder.resolve("data"))
                                .awaitReady()) {
            var walk = new Walk(andon);
            awaitSaved(andon);
            List<Reply> good = walk.askAll();
            Path saved = saved();
            empty(saved);
            Files.delete(saved);
            Files.writeString(saved, "a file where the folder should be");
            andon.refresh(LOTS);
            awaitCodes(walk, List.of("SNAPSHOT_WRITE_FAILED"));
            assertSameData(walk, good);
            Files.delete(saved);
            andon.refresh(LOTS);
            awaitCodes(walk, List.of());
        }
    }

    @Test
    void aDamagedFileIsNeverServedAndNamedUntilTheNextSave() throws IOException {
        List<Reply> good;
        try (var plant = new SeededPlant(31)) {
            Path plantFolder = Walk.folderOf(plant, folder);
            try (var andon = RunningAndon.of(plantFolder, folder.resolve("data")).awaitReady()) {
                awaitSaved(andon);
                good = new Walk(andon).askAll();
            }
            try (Stream<Path> files = Files.list(saved())) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".andon")).toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
            }
            // The first read goes well, and its save ends the code: hold it at the lots.
            plant.run("ALTER TABLE MES_LOT RENAME TO MES_LOT_AWAY");
            try (var andon = RunningAndon.of(plantFolder, folder.resolve("data"))) {
                var walk = new Walk(andon);
                RunningAndon.soon()
                        .until(() -> andon.http.get("/api/wip/overview/summary").status() == 503);
                assertThat(andon.http.get("/health").body()).contains("SNAPSHOT_CORRUPT");
                plant.run("ALTER TABLE MES_LOT_AWAY RENAME TO MES_LOT");
                andon.refresh(LOTS);
                awaitCodes(walk, List.of());
                assertSameData(walk, good);
            }
        }
    }

    private void awaitSaved(RunningAndon andon) {
        RunningAndon.soon()
                .untilAsserted(() -> {
                    try (Stream<Path> files = Files.list(saved())) {
                        assertThat(files).anyMatch(each -> each.toString().endsWith(".andon"));
                    }
                    assertThat(andon.http.get("/api/wip/overview/summary").degraded()).isEmpty();
                });
    }

    private Path saved() throws IOException {
        try (Stream<Path> plants = Files.list(folder.resolve("data/snapshots"))) {
            return plants.findFirst().orElseThrow().resolve(LOTS);
        }
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each :
                    files.filter(each -> !each.equals(folder))
                            .sorted(Comparator.reverseOrder())
                            .toList()) {
                Files.delete(each);
            }
        }
    }

    /** Waits until every answer that names the lots carries exactly these codes. */
    private static void awaitCodes(Walk walk, List<String> codes) {
        for (Operation operation : walk.cached()) {
            RunningAndon.soon()
                    .untilAsserted(() -> {
                        Reply reply = walk.ask(operation);
                        assertThat(reply.status()).isEqualTo(200);
                        assertThat(Walk.CONTRACT.mistakes(operation, reply)).isEmpty();
                        boolean lots = reply.versions().containsKey(LOTS);
                        assertThat(reply.degraded())
                                .as("%s", operation)
                                .isEqualTo(lots ? codes : List.of());
                    });
        }
    }

    private static void assertSameData(Walk walk, List<Reply> good) {
        List<Reply> now = walk.askAll();
        for (int i = 0; i < good.size(); i++) {
            if (!Walk.hasMeta(good.get(i))) continue;
            assertThat(now.get(i).dataText())
                    .as(good.get(i).path())
                    .isEqualTo(good.get(i).dataText());
        }
    }
}
