package io.andon.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.oracle.Plants;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is not exactly what was saved is never served, and is there to be looked at. */
final class DamageTest {
    private static final long VERSION = 7;

    @TempDir private Path data;
    private Path table;
    private Path file;
    private byte[] good;
    private List<Integer> boundaries;

    @BeforeEach
    void save() throws IOException {
        table = data.resolve("snapshots/test/lots");
        file = table.resolve(VERSION + ".andon");
        save(VERSION);
        good = Files.readAllBytes(file);
        boundaries = DocumentedReader.read(file).boundaries;
    }

    static LongStream today() {
        return LongStream.of(Seed.ofTheDay());
    }

    @Test
    void everyFlippedByteBeforeTheColumnsIsRefused() throws IOException {
        int columns = boundaries.get(2);
        for (int at = 0; at < columns; at++) assertRefused(flipped(at, 1 << at % 8), "byte " + at);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("today")
    void aHundredFlippedBytesAreRefused(long seed) throws IOException {
        flip(seed, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("today")
    @Tag("full")
    void aThousandFlippedBytesAreRefused(long seed) throws IOException {
        flip(~seed, 1_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("today")
    void aFileCutShortIsRefused(long seed) throws IOException {
        assertThat(boundaries.getLast()).isEqualTo(good.length);
        IntStream sampled = new SplittableRandom(seed).ints(60, 1, good.length);
        IntStream cuts =
                IntStream.concat(
                        boundaries.stream()
                                .mapToInt(Integer::intValue)
                                .flatMap(at -> IntStream.of(at - 1, at, at + 1))
                                .filter(at -> at >= 0 && at < good.length),
                        sampled);
        for (int at : cuts.toArray()) assertRefused(Arrays.copyOf(good, at), "cut at " + at);
    }

    @Test
    void aFileThatGrewIsRefused() throws IOException {
        assertRefused(Arrays.copyOf(good, good.length + 1), "a byte more");
    }

    @Test
    void aNewerFormatIsPutAsideAndNotCalledDamaged() throws IOException {
        byte[] newer = good.clone();
        ByteBuffer preamble = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN);
        preamble.putInt(8, 2);
        var crc = new CRC32C();
        crc.update(newer, 0, 28);
        preamble.putInt(28, (int) crc.getValue());
        Files.write(file, newer);
        assertThat(refusals(restore())).containsExactly(Refusal.NEWER);
        assertThat(table.resolve("aside/7.andon.newer")).hasBinaryContent(newer);
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherPlantsFileIsForeign() throws IOException {
        Plant plant = Tables.PLANT;
        Path other = Files.createDirectories(data.resolve("snapshots/other/lots"));
        Files.copy(file, other.resolve("7.andon"));
        assertThat(refusals(restore(plant("other", plant.zone(), "SELECT 1"))))
                .containsExactly(Refusal.FOREIGN);
        assertThat(other.resolve("aside/7.andon.foreign")).exists();
    }

    @Test
    void anotherTablesFileAndARenamedVersionAreForeign() throws IOException {
        Files.copy(file, table.resolve("9.andon"));
        assertThat(refusals(restore())).containsExactly(Refusal.FOREIGN);
        Path resources = Files.createDirectories(data.resolve("snapshots/test/resources"));
        Files.copy(file, resources.resolve("7.andon"));
        Plant full = Plants.full();
        try (var folder = new PlantFolder(data, full.id())) {
            var restored =
                    folder.table(full, full.tables().get(1)).restore(Long.MAX_VALUE, each -> each);
            assertThat(refusals(restored)).containsExactly(Refusal.FOREIGN);
            assertThat(restored.highestVersion()).isZero();
        }
    }

    @Test
    void whatIsNoSnapshotIsForeign() throws IOException {
        Files.writeString(table.resolve("8.andon"), "lot_id,qty\n".repeat(20));
        Files.writeString(table.resolve("copy of 7.andon"), "x");
        Files.createDirectory(table.resolve("10.andon"));
        Files.createSymbolicLink(table.resolve("11.andon"), file);
        Restored<TableSnapshot> restored = restore();
        assertThat(refusals(restored)).containsOnly(Refusal.FOREIGN).hasSize(4);
        assertThat(restored.newest().orElseThrow().version().version()).isEqualTo(VERSION);
        assertThat(restored.highestVersion()).isEqualTo(VERSION);
        assertThat(file).hasBinaryContent(good);
    }

    @Test
    void aNewerDamagedFileLetsTheOlderWholeOneBeServed() throws IOException {
        Files.write(table.resolve("8.andon"), flipped(good.length - 1, 1));
        save(9);
        Files.write(table.resolve("9.andon"), Arrays.copyOf(good, 0));
        Restored<TableSnapshot> restored = restore();
        assertThat(restored.newest().orElseThrow().version().version()).isEqualTo(VERSION);
        assertThat(restored.highestVersion()).as("versions go on above").isEqualTo(9);
        assertThat(refusals(restored)).containsExactly(Refusal.CORRUPT, Refusal.FOREIGN);
    }

    @Test
    void rowsOfAnotherQueryOrZoneStayUnshownButAreNoDamage() throws IOException {
        ZoneId zone = Tables.PLANT.zone();
        for (Plant plant :
                List.of(
                        plant("test", zone, "SELECT 2"),
                        plant("test", ZoneId.of("Asia/Taipei"), "SELECT 1"))) {
            Restored<TableSnapshot> restored = restore(plant);
            assertThat(restored.newest()).isEmpty();
            assertThat(refusals(restored)).containsExactly(Refusal.OUTDATED);
            assertThat(restored.highestVersion()).isEqualTo(VERSION);
            assertThat(file).hasBinaryContent(good);
        }
        assertThat(restore(plant("test", zone, "SELECT 1")).newest()).isPresent();
    }

    @Test
    void whatCannotBeServedGoesOnceTwoLaterVersionsStand() throws IOException {
        Plant changed = plant("test", Tables.PLANT.zone(), "SELECT 2");
        try (var folder = new PlantFolder(data, changed.id())) {
            TableFolder lots = folder.table(changed, changed.tables().getFirst());
            assertThat(refusals(lots.restore(Long.MAX_VALUE, each -> each)))
                    .containsExactly(Refusal.OUTDATED);
            lots.save(Tables.snapshot(5, 200, 8), Instant.EPOCH, Instant.EPOCH);
            assertThat(file).as("the query may yet be changed back").exists();
            lots.save(Tables.snapshot(5, 200, 9), Instant.EPOCH, Instant.EPOCH);
            assertThat(file).doesNotExist();
        }
        assertThat(restore(changed).refused()).isEmpty();
    }

    @Test
    void whatIsTooLargeForTheHeapStaysForALargerOne() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            TableFolder lots = Tables.lots(folder);
            Restored<TableSnapshot> restored = lots.restore(good.length - 1, each -> each);
            assertThat(restored.newest()).isEmpty();
            assertThat(refusals(restored)).containsExactly(Refusal.TOO_LARGE);
            assertThat(lots.restore(good.length, each -> each).newest()).isPresent();
        }
    }

    @Test
    void whatCannotBeCompletedCountsAsDamaged() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            Restored<Object> restored =
                    Tables.lots(folder)
                            .restore(
                                    Long.MAX_VALUE,
                                    _ -> {
                                        throw new IllegalStateException("no index");
                                    });
            assertThat(restored.newest()).isEmpty();
            assertThat(refusals(restored)).containsExactly(Refusal.CORRUPT);
        }
        assertThat(table.resolve("aside/7.andon.corrupt")).hasBinaryContent(good);
    }

    @Test
    void onlySomeFilesAreKeptAside() throws IOException {
        for (int version = 8; version < 14; version++) {
            Files.write(table.resolve(version + ".andon"), flipped(good.length - 1, 4));
            restore();
        }
        try (Stream<Path> aside = Files.list(table.resolve("aside"))) {
            assertThat(aside.map(each -> String.valueOf(each.getFileName())))
                    .hasSize(Aside.MAX)
                    .contains("13.andon.foreign");
        }
    }

    private void flip(long seed, int count) throws IOException {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(good.length);
            assertRefused(flipped(at, 1 + random.nextInt(255)), "byte " + at);
        }
    }

    private byte[] flipped(int at, int bits) {
        byte[] bytes = good.clone();
        bytes[at] ^= (byte) bits;
        return bytes;
    }

    private void assertRefused(byte[] content, String as) throws IOException {
        Files.write(file, content);
        Restored<TableSnapshot> restored = restore();
        assertThat(restored.newest()).as(as).isEmpty();
        assertThat(refusals(restored)).as(as).hasSize(1);
        String why = refusals(restored).getFirst() == Refusal.FOREIGN ? "foreign" : "corrupt";
        assertThat(table.resolve("aside/7.andon." + why)).as(as).hasBinaryContent(content);
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).as(as).isFalse();
    }

    private void save(long version) throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            Tables.lots(folder)
                    .save(Tables.snapshot(5, 200, version), Instant.EPOCH, Instant.EPOCH);
        }
    }

    private Restored<TableSnapshot> restore() throws IOException {
        return restore(Tables.PLANT);
    }

    private Restored<TableSnapshot> restore(Plant plant) throws IOException {
        try (var folder = new PlantFolder(data, plant.id())) {
            return folder.table(plant, plant.tables().getFirst())
                    .restore(Long.MAX_VALUE, each -> each);
        }
    }

    private static List<Refusal> refusals(Restored<?> restored) {
        return restored.refused().stream().map(Restored.RefusedFile::why).toList();
    }

    private static Plant plant(String id, ZoneId zone, String sql) {
        Plant like = Tables.PLANT;
        TablePlan lots = like.tables().getFirst();
        return new Plant(
                id,
                like.title(),
                zone,
                like.shiftDayStart(),
                like.source(),
                List.of(
                        new TablePlan(
                                lots.table(),
                                sql,
                                lots.probe(),
                                lots.period(),
                                lots.readDeadline(),
                                lots.freshFor(),
                                lots.expireAfter(),
                                lots.sourceLagMax(),
                                lots.required(),
                                lots.filters(),
                                lots.gates())),
                like.states(),
                like.holdTypes(),
                like.workcenters(),
                like.simulator(),
                List.of());
    }
}
