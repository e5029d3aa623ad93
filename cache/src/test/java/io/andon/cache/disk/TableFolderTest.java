package io.andon.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files stand in a table's folder, when, and who may write them. */
final class TableFolderTest {
    /** The test plant's shift day begins at 07:30 UTC. */
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path data;

    @Test
    void aMissingFolderHoldsNothingAndIsMadeForItsOwnerAlone() throws IOException {
        Path missing = data.resolve("not/yet");
        try (var folder = Tables.plantFolder(missing)) {
            TableFolder lots = Tables.lots(folder);
            assertThat(lots.restore(Long.MAX_VALUE, each -> each).newest()).isEmpty();
            assertThat(missing).doesNotExist();
            lots.save(Tables.snapshot(1, 10, 5), NOON, NOON);
        }
        assertThat(mode(missing.resolve("snapshots/test/lots/5.andon"))).isEqualTo("rw-------");
        for (String each : List.of("snapshots", "snapshots/test", "snapshots/test/lots"))
            assertThat(mode(missing.resolve(each))).isEqualTo("rwx------");
    }

    @Test
    void theLastTwoAndTheOneAtTheShiftsStartAreKept() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            long version = 0;
            for (String time : List.of("06:00", "07:29", "07:31", "09:00", "10:00", "11:00"))
                save(lots, ++version, Instant.parse("2026-11-23T" + time + ":00Z"));
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(2L, 5L, 6L);
            assertThat(names()).contains("2.andon", "5.andon", "6.andon").hasSize(3);
            save(lots, 7, Instant.parse("2026-11-24T08:00:00Z"));
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(6L, 7L);
        }
    }

    @Test
    void aShiftDayThatBeganWithoutAVersionKeepsItsFirst() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            for (int version = 1; version < 6; version++)
                save(lots, version, NOON.plusSeconds(version));
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(1L, 4L, 5L);
        }
    }

    @Test
    void aLaterStartKnowsWhatIsKeptAndCanLoadEach() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            for (int version = 1; version < 5; version++)
                save(lots, version, NOON.plusSeconds(version));
        }
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            assertThat(
                            lots.restore(Long.MAX_VALUE, each -> each)
                                    .newest()
                                    .orElseThrow()
                                    .version()
                                    .version())
                    .isEqualTo(4);
            assertThat(lots.kept()).extracting(SavedVersion::version).containsExactly(1L, 3L, 4L);
            assertThat(lots.load(3).map(TableSnapshot::version)).contains(3L);
            assertThat(lots.load(2)).isEmpty();
            Files.write(data.resolve("snapshots/test/lots/3.andon"), new byte[40]);
            assertThat(lots.load(3)).isEmpty();
        }
    }

    @Test
    void anUnchangedProbeMovesTheAgeOfTheNewestAlone() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            save(lots, 1, NOON);
            save(lots, 2, NOON);
            lots.verified(1, NOON.plusSeconds(5));
            assertThat(names()).noneMatch(name -> name.endsWith(".verified"));
            lots.verified(2, NOON.plusSeconds(9));
            lots.verified(2, NOON.plusSeconds(7));
        }
        assertThat(verifiedAt()).isEqualTo(NOON.plusSeconds(9));
        byte[] file = Files.readAllBytes(data.resolve("snapshots/test/lots/2.andon"));
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            lots.restore(Long.MAX_VALUE, each -> each);
            save(lots, 3, NOON.plusSeconds(20));
        }
        assertThat(verifiedAt()).isEqualTo(NOON.plusSeconds(20));
        assertThat(data.resolve("snapshots/test/lots/2.andon")).hasBinaryContent(file);
    }

    @Test
    void anAlteredNoteNeverMakesAVersionYounger() throws IOException {
        Path note = data.resolve("snapshots/test/lots/2.verified");
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            save(lots, 2, NOON);
            lots.verified(2, NOON.plusSeconds(9));
        }
        byte[] good = Files.readAllBytes(note);
        for (int at = 0; at < good.length; at++) {
            byte[] altered = good.clone();
            altered[at] ^= 0x10;
            Files.write(note, altered);
            assertThat(verifiedAt()).as("byte %d", at).isEqualTo(NOON);
        }
        Files.write(note, new byte[0]);
        assertThat(verifiedAt()).isEqualTo(NOON);
        Files.write(note, VerifiedNote.encode(2, NOON.minusSeconds(60)));
        assertThat(verifiedAt()).isEqualTo(NOON);
        Files.write(note, VerifiedNote.encode(1, NOON.plusSeconds(60)));
        assertThat(verifiedAt()).isEqualTo(NOON);
    }

    @Test
    void whatCountsAsGivenOutIsKnownToTheNextStart() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            save(lots, 5, NOON);
            lots.give(70);
            lots.give(900);
        }
        assertThat(names()).contains("5.andon", "900.given").doesNotContain("70.given");
        assertThat(mode(data.resolve("snapshots/test/lots/900.given"))).isEqualTo("rw-------");
        Files.createFile(data.resolve("snapshots/test/lots/x1.given"));
        try (var folder = Tables.plantFolder(data)) {
            var restored = Tables.lots(folder).restore(Long.MAX_VALUE, each -> each);
            assertThat(restored.highestVersion()).isEqualTo(900);
            assertThat(restored.newest().orElseThrow().saved().version()).isEqualTo(5);
            assertThat(restored.refused()).isEmpty();
        }
    }

    @Test
    void whatAKilledWriterLeftIsRemovedByTheNext() throws IOException {
        Path table = Files.createDirectories(data.resolve("snapshots/test/lots"));
        Files.write(table.resolve("3.4711.tmp"), new byte[100]);
        try (var folder = Tables.plantFolder(data)) {
            Tables.lots(folder).claim();
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void twoWritersOfOneFolderNeverWriteAtOnce() throws IOException {
        try (var second = Tables.plantFolder(data)) {
            try (var first = Tables.plantFolder(data)) {
                save(Tables.lots(first), 1, NOON);
                Path left = Files.createFile(data.resolve("snapshots/test/lots/2.1.tmp"));
                assertThatIOException().isThrownBy(() -> save(Tables.lots(second), 2, NOON));
                assertThat(left).as("the first one's work").exists();
                assertThat(Tables.lots(second).restore(Long.MAX_VALUE, each -> each).newest())
                        .isPresent();
            }
            save(Tables.lots(second), 2, NOON);
        }
        assertThat(names()).containsExactlyInAnyOrder("1.andon", "2.andon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshots", "snapshots/test", "snapshots/test/lots"})
    void nothingIsReadOrWrittenThroughALinkedFolder(String link) throws IOException {
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Path at = data.resolve(link);
        Files.createDirectories(at.getParent());
        Files.createSymbolicLink(at, elsewhere);
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            assertThatIOException().isThrownBy(() -> save(lots, 1, NOON));
            assertThatIOException().isThrownBy(() -> lots.restore(Long.MAX_VALUE, each -> each));
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void linkedFilesAreReplacedAndNeverWrittenThrough() throws IOException {
        Path outside = Files.writeString(data.resolve("outside"), "untouched");
        Path table = Files.createDirectories(data.resolve("snapshots/test/lots"));
        Files.createSymbolicLink(table.resolve("1.andon"), outside);
        Files.createSymbolicLink(table.resolve("1.verified"), outside);
        Files.createSymbolicLink(
                table.resolve("1.%d.tmp".formatted(ProcessHandle.current().pid())), outside);
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            save(lots, 1, NOON);
            lots.verified(1, NOON.plusSeconds(1));
        }
        assertThat(outside).hasContent("untouched");
        assertThat(verifiedAt()).isEqualTo(NOON.plusSeconds(1));
        Files.delete(data.resolve("snapshots/test/lock"));
        Files.createSymbolicLink(data.resolve("snapshots/test/lock"), outside);
        try (var folder = Tables.plantFolder(data)) {
            assertThatIOException().isThrownBy(() -> save(Tables.lots(folder), 2, NOON));
        }
    }

    private static void save(TableFolder lots, long version, Instant at) throws IOException {
        TableSnapshot raw = Tables.filled(version, 10, version, Optional.empty()).snapshot();
        var read =
                new TableSnapshot(
                        raw.schema(), version, at, at, raw.rowCount(), 0, 0, raw.columns());
        lots.save(read, at, at);
    }

    private Instant verifiedAt() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            return Tables.lots(folder)
                    .restore(Long.MAX_VALUE, each -> each)
                    .newest()
                    .orElseThrow()
                    .saved()
                    .verifiedAt();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("snapshots/test/lots"))) {
            return files.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
