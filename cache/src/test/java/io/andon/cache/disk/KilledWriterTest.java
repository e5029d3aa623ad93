package io.andon.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.column.Column;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A writer that is killed at any moment leaves the old version or the new one. */
final class KilledWriterTest {
    private static final int LONGEST_MILLIS = 120;

    @TempDir private Path data;
    private final List<TableSnapshot> contents = SavingLoop.contents();
    private long acknowledged;
    private int interrupted;

    static LongStream today() {
        return LongStream.of(Seed.ofTheDay());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("today")
    void tenKillsLoseNothingThatWasSaved(long seed) throws IOException, InterruptedException {
        kill(seed, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("today")
    @Tag("full")
    void twoHundredKillsLoseNothingThatWasSaved(long seed)
            throws IOException, InterruptedException {
        kill(~seed, 200);
        assertThat(interrupted).as("kills in the middle of a write").isGreaterThan(20);
    }

    private void kill(long seed, int times) throws IOException, InterruptedException {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            killOnce(random.nextInt(LONGEST_MILLIS));
            assertOldOrNew();
        }
    }

    private void killOnce(int afterMillis) throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                SavingLoop.class.getName(),
                                data.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said = writer.inputReader()) {
            acknowledged = Long.parseLong(String.valueOf(said.readLine()));
            boolean ended = writer.waitFor(afterMillis, TimeUnit.MILLISECONDS);
            assertThat(ended).isFalse();
            // The handle's kill leaves what was said to be read; the process's would close it.
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            writer.waitFor();
            said.lines()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> acknowledged = Math.max(acknowledged, Long.parseLong(line)));
        }
        try (Stream<Path> files = Files.list(data.resolve("snapshots/test/lots"))) {
            if (files.anyMatch(each -> each.toString().endsWith(".tmp"))) interrupted++;
        }
    }

    private void assertOldOrNew() throws IOException {
        try (var folder = Tables.plantFolder(data)) {
            Restored<TableSnapshot> restored =
                    Tables.lots(folder).restore(Long.MAX_VALUE, each -> each);
            assertThat(restored.refused()).isEmpty();
            TableSnapshot found = restored.newest().orElseThrow().version();
            assertThat(found.version()).isIn(acknowledged, acknowledged + 1);
            assertSame(found, contents.get((int) (found.version() % 2)));
        }
    }

    private static void assertSame(TableSnapshot found, TableSnapshot expected) {
        assertThat(found.rowCount()).isEqualTo(expected.rowCount());
        for (int i = 0; i < expected.columns().size(); i++) {
            Column actual = found.columns().get(i);
            Column wanted = expected.columns().get(i);
            for (int row = 0; row < expected.rowCount(); row++)
                if (!Objects.equals(actual.text(row), wanted.text(row)))
                    assertThat(actual.text(row)).as("row %d", row).isEqualTo(wanted.text(row));
        }
    }
}
