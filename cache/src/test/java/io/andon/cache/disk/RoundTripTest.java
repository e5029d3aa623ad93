package io.andon.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.column.BooleanColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.Dictionary;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is saved is loaded again, cell by cell, by Andon and by whoever reads its document. */
final class RoundTripTest {
    private static final Instant NOW = Tables.READ_AT.plusSeconds(3);
    private static final Instant VERIFIED = Tables.READ_AT.plusSeconds(2);

    @TempDir private Path data;

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyCellIsWhatWasPutIn(long seed) throws IOException {
        int count = seed < 4 ? 0 : seed < 8 ? 1 : seed < 12 ? 64 : (int) (seed * 97);
        roundTrip(Tables.filled(seed, count, 7, Optional.empty()));
    }

    @ParameterizedTest(name = "{0} rows, seed {1}")
    @CsvSource({"5000,40", "300000,41"})
    void codesOfOneTwoAndFourBytesReturn(int rows, long seed) throws IOException {
        Tables.Filled filled = Tables.filled(seed, rows, 7, Optional.empty());
        assertThat(filled.snapshot().column("product")).isInstanceOf(DictionaryColumn.class);
        roundTrip(filled);
    }

    @Test
    @Tag("full")
    void aMillionRowsReturn() throws IOException {
        roundTrip(Tables.filled(5, 1_000_000, 7, Optional.empty()));
    }

    @Test
    void countsTimesAndSchemaReturn() throws IOException {
        TableSnapshot raw = Tables.snapshot(1, 50, 123);
        var saved =
                new TableSnapshot(
                        raw.schema(),
                        raw.version(),
                        raw.asOf().minus(Duration.ofDays(1)),
                        raw.readAt(),
                        raw.rowCount(),
                        3,
                        2,
                        raw.columns());
        try (var folder = Tables.plantFolder(data)) {
            Tables.lots(folder).save(saved, VERIFIED, NOW);
        }
        Restored<TableSnapshot> restored = restore();
        TableSnapshot loaded = restored.newest().orElseThrow().version();
        assertThat(loaded.schema()).isEqualTo(saved.schema());
        assertThat(loaded.asOf()).isEqualTo(saved.asOf());
        assertThat(loaded.readAt()).isEqualTo(saved.readAt());
        assertThat(loaded.rowsRead()).isEqualTo(55);
        assertThat(loaded.quarantined()).isEqualTo(3);
        assertThat(loaded.folded()).isEqualTo(2);
        assertThat(restored.highestVersion()).isEqualTo(123);
        SavedVersion found = restored.newest().orElseThrow().saved();
        assertThat(found.verifiedAt()).isEqualTo(VERIFIED);
        assertThat(found.savedAt()).isEqualTo(NOW);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theNextReadContinuesTheDictionariesOfALoadedVersion(long seed) throws IOException {
        TableSnapshot first = Tables.snapshot(seed, 200, 1);
        try (var folder = Tables.plantFolder(data)) {
            Tables.lots(folder).save(first, VERIFIED, NOW);
        }
        TableSnapshot loaded = restore().newest().orElseThrow().version();
        TableSnapshot next = Tables.filled(seed + 4, 300, 2, Optional.of(loaded)).snapshot();
        TableSnapshot expected = Tables.filled(seed + 4, 300, 2, Optional.of(first)).snapshot();
        for (String name : List.of("workcenter", "package", "product", "nothing"))
            assertThat(words(next.column(name))).as(name).isEqualTo(words(expected.column(name)));
    }

    private void roundTrip(Tables.Filled filled) throws IOException {
        TableSnapshot saved = filled.snapshot();
        try (var folder = Tables.plantFolder(data)) {
            Tables.lots(folder).save(saved, VERIFIED, NOW);
        }
        TableSnapshot loaded = restore().newest().orElseThrow().version();
        var documented = DocumentedReader.read(data.resolve("snapshots/test/lots/7.andon"));
        assertThat(documented.head)
                .containsEntry("plant", "test")
                .containsEntry("table", "lots")
                .containsEntry("version", 7L)
                .containsEntry("readAt", Tables.READ_AT.toEpochMilli())
                .containsEntry("verifiedAt", VERIFIED.toEpochMilli())
                .containsEntry("rows", filled.rows().size());
        assertThat(loaded.rowCount()).isEqualTo(filled.rows().size());
        for (int i = 0; i < loaded.columns().size(); i++) {
            String name = loaded.schema().columns().get(i).name();
            List<@Nullable Object> expected = column(filled, i);
            assertThat(plain(loaded.columns().get(i))).as(name).isEqualTo(expected);
            assertThat(documented.columns.get(name)).as(name).isEqualTo(expected);
            assertThat(words(loaded.columns().get(i)))
                    .as(name)
                    .isEqualTo(words(saved.columns().get(i)));
            assertThat(loaded.columns().get(i).getClass())
                    .isEqualTo(saved.columns().get(i).getClass());
        }
    }

    private Restored<TableSnapshot> restore() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            return Tables.lots(folder).restore(Long.MAX_VALUE, each -> each);
        }
    }

    private static List<@Nullable Object> column(Tables.Filled filled, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        filled.rows().forEach(row -> values.add(row.get(column)));
        return values;
    }

    private static List<@Nullable Object> plain(Column column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++)
            values.add(column.isNull(row) ? null : plain(column, row));
        return values;
    }

    private static @Nullable Object plain(Column column, int row) {
        return switch (column) {
            case LongColumn whole -> whole.at(row);
            case DoubleColumn number -> number.at(row);
            case TimeColumn time -> Instant.ofEpochMilli(time.at(row));
            case BooleanColumn flag -> flag.at(row);
            default -> column.text(row);
        };
    }

    /** A dictionary's values by their codes; empty for other columns. */
    private static List<String> words(Column column) {
        List<String> words = new ArrayList<>();
        if (column instanceof DictionaryColumn coded) {
            Dictionary dictionary = coded.dictionary();
            for (int code = 0; code < dictionary.size(); code++) words.add(dictionary.value(code));
        }
        return words;
    }
}
