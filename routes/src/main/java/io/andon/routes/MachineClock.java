package io.andon.routes;

import io.andon.processors.watchdog.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of a Linux machine, whose time since its start outlives this process and counts while
 * it sleeps. Where none is told, this process is the machine: less is counted then, never more.
 */
final class MachineClock {
    private static final double MILLIS_A_SECOND = 1e3;

    private final Path bootId;
    private final Path uptime;
    private final String process;
    private final long startedNanos = System.nanoTime();

    /**
     * Reads the files of a machine.
     *
     * @param proc where it shows them
     */
    MachineClock(Path proc) {
        bootId = proc.resolve("sys/kernel/random/boot_id");
        uptime = proc.resolve("uptime");
        process = "process %d of %s".formatted(ProcessHandle.current().pid(), Instant.now());
    }

    Tick read() {
        Instant utc = Instant.now();
        try {
            String seconds = Files.readString(uptime).split(" ", 2)[0];
            var up = Duration.ofMillis((long) (Double.parseDouble(seconds) * MILLIS_A_SECOND));
            return new Tick(utc, Files.readString(bootId).strip(), up);
        } catch (IOException | NumberFormatException _) {
            return new Tick(utc, process, Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }
}
