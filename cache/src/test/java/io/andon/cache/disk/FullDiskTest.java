package io.andon.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room, or that may not be written, takes nothing that it held before. */
final class FullDiskTest {
    private static final int ROWS = 1_000;
    private static final int PAGE = 4_096;

    @TempDir private Path folder;
    private Path data;
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        data = folder.resolve("data");
        disk = SmallDisk.mount(data);
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
    }

    @Test
    void whereverTheDiskIsFullTheVersionBeforeStandsAndTheNextOneIsSaved() throws IOException {
        TableSnapshot first = Tables.snapshot(1, ROWS, 1);
        Path file = data.resolve("snapshots/test/lots/1.andon");
        try (var plant = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(plant);
            lots.save(first, first.readAt(), first.readAt());
            byte[] before = Files.readAllBytes(file);
            int pages = before.length / PAGE;
            assertThat(pages).isGreaterThan(10);
            Path filler = data.resolve("filler");
            for (int room = 0; room < pages; room++) {
                long free = plant.freeBytes().orElseThrow();
                Files.write(filler, new byte[(int) free - room * PAGE]);
                TableSnapshot second = Tables.snapshot(1, ROWS, 2);
                assertThatIOException()
                        .as("%d pages free", room)
                        .isThrownBy(() -> lots.save(second, second.readAt(), second.readAt()));
                assertThat(file).hasBinaryContent(before);
                assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(1L);
                assertThat(lots.load(1)).isPresent();
                assertOneFile();
                Files.delete(filler);
            }
            TableSnapshot third = Tables.snapshot(1, ROWS, 3);
            lots.save(third, third.readAt(), third.readAt());
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(1L, 3L);
        }
    }

    @Test
    void aReadOnlyFolderIsServedFromAndRefusesEverySave() throws IOException {
        TableSnapshot first = Tables.snapshot(1, ROWS, 1);
        try (var plant = Tables.plantFolder(data)) {
            Tables.lots(plant).save(first, first.readAt(), first.readAt());
        }
        Files.write(data.resolve("snapshots/test/lots/2.andon"), new byte[50]);
        disk.setReadOnly(true);
        try (var plant = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(plant);
            Restored<TableSnapshot> restored = lots.restore(Long.MAX_VALUE, each -> each);
            assertThat(restored.newest().orElseThrow().version().version()).isEqualTo(1);
            assertThat(restored.refused())
                    .extracting(Restored.RefusedFile::why)
                    .containsExactly(Refusal.FOREIGN);
            assertThatIOException().isThrownBy(lots::claim);
            assertThatIOException()
                    .isThrownBy(() -> lots.save(first, first.readAt(), first.readAt()));
            assertThatIOException()
                    .isThrownBy(() -> lots.verified(1, first.readAt().plusSeconds(1)));
            disk.setReadOnly(false);
            TableSnapshot third = Tables.snapshot(1, ROWS, 3);
            lots.save(third, third.readAt(), third.readAt());
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(1L, 3L);
        }
    }

    private void assertOneFile() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("snapshots/test/lots"))) {
            assertThat(files).hasSize(1);
        }
    }
}
