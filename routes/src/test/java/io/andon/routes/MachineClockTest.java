package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.processors.watchdog.Tick;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineClockTest {
    @TempDir private Path proc;

    @Test
    void twoProcessesOnOneMachineCountByTheSameStart() {
        Tick one = new MachineClock(Path.of("/proc")).read();
        Tick other = new MachineClock(Path.of("/proc")).read();
        assertThat(one.boot()).isEqualTo(other.boot()).doesNotContain("process");
        assertThat(other.up()).isGreaterThanOrEqualTo(one.up());
    }

    @Test
    void readsWhatTheMachineTells() throws Exception {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "7d1a\n");
        Files.writeString(proc.resolve("uptime"), "350735.47 234388.90\n");
        Tick read = new MachineClock(proc).read();
        assertThat(read.boot()).isEqualTo("7d1a");
        assertThat(read.up()).isEqualTo(Duration.ofMillis(350_735_470));
    }

    @Test
    void aMachineThatTellsNothingIsThisProcess() {
        var clock = new MachineClock(proc);
        Tick first = clock.read();
        Tick second = clock.read();
        assertThat(first.boot()).startsWith("process ").isEqualTo(second.boot());
        assertThat(second.up()).isGreaterThanOrEqualTo(first.up()).isLessThan(Duration.ofHours(1));
    }
}
