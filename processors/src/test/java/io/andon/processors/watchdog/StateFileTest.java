package io.andon.processors.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.andon.cache.disk.Refusal;
import io.andon.cache.disk.StateFolder;
import io.andon.processors.watchdog.Memory.Ladder;
import io.andon.processors.watchdog.Memory.Past;
import io.andon.processors.watchdog.Memory.Spell;
import io.andon.processors.watchdog.Memory.Start;
import io.andon.processors.watchdog.Memory.Stop;
import io.andon.processors.watchdog.Memory.Told;
import io.andon.processors.watchdog.Memory.Watch;
import io.andon.processors.watchdog.StateFile.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateFileTest {
    private static final Limits LIMITS = WatchdogDocument.limits();
    private static final Memory MEMORY =
            new Memory(
                    new Watch(7_200_000, "boot", 9_000_000),
                    "2026-03-01T00:00:00Z \"é\n",
                    true,
                    new Spell(Need.RESTART, 7_100_000, 7_000_000),
                    new Ladder(true, 2, 1, 7_300_000, 7_250_000, Stop.REFUSED),
                    new Past(List.of(6_000_000L, 7_000_000L), List.of(new Start(10, true))),
                    Map.of("churn", new Told(5, 6)));

    @TempDir private Path data;
    private StateFolder folder;
    private StateFile file;

    @BeforeEach
    void claim() throws IOException {
        folder = new StateFolder(data, "watchdog");
        folder.claim();
        file = new StateFile(folder);
    }

    @AfterEach
    void free() throws IOException {
        folder.close();
    }

    @Test
    void whatWasSavedIsRead() throws IOException {
        file.save(Memory.fresh());
        file.save(MEMORY);
        assertThat(file.load(LIMITS).memory()).isEqualTo(MEMORY);
        assertThat(file.load(LIMITS).refused()).isEmpty();
        assertThat(names()).containsExactlyInAnyOrder("lock", "state");
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        file.save(MEMORY);
        assertThat(Files.getPosixFilePermissions(path()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data.resolve("watchdog")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void whereThereIsNoFileTheBudgetIsFree() throws IOException {
        assertThat(file.load(LIMITS).memory().restartsUsed(LIMITS)).isZero();
    }

    @Test
    void anyBitThatIsTurnedIsNoticedAndTheBudgetCountsAsUsed() throws IOException {
        file.save(MEMORY);
        byte[] whole = Files.readAllBytes(path());
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path(), damaged);
            assertRefused(file.load(LIMITS));
        }
        assertThat(folder.aside()).isPositive();
    }

    @Test
    void aFileThatIsCutShortAnywhereIsNoticed() throws IOException {
        file.save(MEMORY);
        byte[] whole = Files.readAllBytes(path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertRefused(file.load(LIMITS));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"watch\":{\"millis\":1,\"boot\":\"\",\"upMillis\":1}}",
            })
    void whatBearsTheRightSumAndIsNoMemoryIsDamaged(String json) throws IOException {
        Files.writeString(path(), "andon-watchdog 1 %s\n%s\n".formatted(crc(json), json));
        Loaded loaded = file.load(LIMITS);
        assertRefused(loaded);
        assertThat(loaded.refused()).hasValue(Refusal.CORRUPT);
    }

    @Test
    void aMemoryWithAnUnknownOrAnImpossibleFieldIsDamaged() throws IOException {
        file.save(MEMORY);
        String json = Files.readString(path()).split("\n", 2)[1].strip();
        for (String other :
                List.of(
                        json.replace("\"acts\":2", "\"acts\":2,\"deeds\":2"),
                        json.replace("\"acts\":2", "\"acts\":-2"),
                        json.replace("\"acts\":2", "\"acts\":2.5"),
                        json.replace("\"acts\":2", "\"acts\":null"),
                        json.replace("\"acts\":2", "\"acts\":\"2\""),
                        json.replace("[6000000,", "[null,"),
                        json.replace("\"acts\":2,", ""),
                        json.replace("REFUSED", "TIRED"),
                        json + "{}")) {
            assertThat(other).isNotEqualTo(json);
            Files.writeString(path(), "andon-watchdog 1 %s\n%s\n".formatted(crc(other), other));
            assertRefused(file.load(LIMITS));
        }
    }

    @Test
    void aFileOfANewerAndonIsPutAsideAsSuch() throws IOException {
        Files.writeString(path(), "andon-watchdog 2 00000000\n<state/>\n");
        assertThat(file.load(LIMITS).refused()).hasValue(Refusal.NEWER);
        assertThat(data.resolve("watchdog/aside/state.newer")).exists();
    }

    @Test
    void whatIsNoneOfOursIsPutAsideAndNotOverwritten() throws IOException {
        Files.writeString(path(), "Dear reader");
        assertThat(file.load(LIMITS).refused()).hasValue(Refusal.FOREIGN);
        file.save(MEMORY);
        assertThat(data.resolve("watchdog/aside/state.foreign")).hasContent("Dear reader");
        assertThat(folder.aside()).isEqualTo(1);
    }

    @Test
    void nothingIsReadThroughALink() throws IOException {
        Path elsewhere = Files.writeString(data.resolve("elsewhere"), "");
        Files.createSymbolicLink(path(), elsewhere);
        assertThatIOException().isThrownBy(() -> file.load(LIMITS));
    }

    @Test
    void aWriteThatFailsLeavesWhatStood() throws IOException {
        file.save(MEMORY);
        Files.createDirectories(data.resolve("watchdog/state.tmp/full"));
        assertThatIOException().isThrownBy(() -> file.save(Memory.fresh()));
        assertThat(file.load(LIMITS).memory()).isEqualTo(MEMORY);
    }

    @Test
    void whatAKilledWriterLeftIsRemovedAndTheFormerFileStands() throws IOException {
        file.save(MEMORY);
        folder.close();
        Files.writeString(data.resolve("watchdog/state.tmp"), "andon-watchd");
        folder.claim();
        assertThat(file.load(LIMITS).memory()).isEqualTo(MEMORY);
        assertThat(names()).containsExactlyInAnyOrder("lock", "state");
    }

    @Test
    void oneAtATimeHoldsTheFolder() throws IOException {
        try (var other = new StateFolder(data, "watchdog")) {
            assertThatIOException()
                    .isThrownBy(other::claim)
                    .withMessageStartingWith("another process writes to ");
            folder.close();
            other.claim();
        }
    }

    private void assertRefused(Loaded loaded) {
        assertThat(loaded.refused()).isPresent();
        assertThat(loaded.memory().restartsUsed(LIMITS)).isEqualTo(LIMITS.restartsMax());
        assertThat(path()).doesNotExist();
    }

    private static String crc(String json) {
        var crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("watchdog"))) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    private Path path() {
        return data.resolve("watchdog/state");
    }
}
