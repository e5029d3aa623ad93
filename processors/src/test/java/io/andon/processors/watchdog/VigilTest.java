package io.andon.processors.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written down, and in which order with what is done. */
final class VigilTest {
    private static final Limits LIMITS = WatchdogDocument.limits();
    private static final Observation LEAK = look("leak");
    private static final Observation WELL = look("well");

    private final List<String> events = new ArrayList<>();
    private Outcome answer = new Outcome.Applied();
    private boolean diskFull;
    private Memory saved = Memory.fresh();
    private long seconds;
    private Vigil vigil = vigil();

    @Test
    void aRestartIsWrittenDownBeforeItIsAskedFor() throws Exception {
        untilTheRestart();
        events.clear();
        look(LEAK);
        assertThat(events).containsExactly("saved 1", "restart");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() throws Exception {
        untilTheRestart();
        events.clear();
        diskFull = true;
        assertThatIOException().isThrownBy(() -> look(LEAK));
        assertThat(events).isEmpty();
        diskFull = false;
        look(LEAK);
        assertThat(events).containsExactly("saved 1", "restart");
    }

    @Test
    void aRefusedRestartIsTakenBack() throws Exception {
        answer = new Outcome.Refused("no", Optional.empty());
        untilTheRestart();
        events.clear();
        look(LEAK);
        assertThat(events).containsExactly("saved 1", "restart", "saved 0");
        assertThat(vigil.memory().restartsUsed(LIMITS)).isZero();
    }

    @Test
    void aRefusalThatCannotBeWrittenDownCountsForTheNextWatchdogOnly() throws Exception {
        answer = new Outcome.Refused("no", Optional.empty());
        untilTheRestart();
        vigil = vigil(() -> diskFull = true);
        assertThatIOException().isThrownBy(() -> look(LEAK));
        assertThat(vigil.memory().restartsUsed(LIMITS)).isZero();
        assertThat(saved.restartsUsed(LIMITS)).isEqualTo(1);
    }

    @Test
    void anUnansweredRestartCounts() throws Exception {
        answer = new Outcome.Unknown("no answer");
        untilTheRestart();
        look(LEAK);
        assertThat(saved.restartsUsed(LIMITS)).isEqualTo(1);
    }

    @Test
    void whereNothingHappensTheDiskIsLeftAlone() throws Exception {
        for (int look = 0; look < 720; look++) look(WELL);
        assertThat(events).hasSizeBetween(55, 65);
    }

    private void untilTheRestart() throws Exception {
        for (int look = 0; look < 6; look++) look(LEAK);
        assertThat(events).isNotEmpty().doesNotContain("restart");
    }

    private void look(Observation seen) throws Exception {
        seconds += 5;
        vigil.look(
                seen,
                new Tick(Instant.ofEpochSecond(seconds), "boot", Duration.ofSeconds(seconds)));
    }

    private Vigil vigil() {
        return vigil(() -> {});
    }

    private Vigil vigil(Runnable atTheRestart) {
        var actions =
                new Actions() {
                    @Override
                    public Outcome reload() {
                        events.add("reload");
                        return answer;
                    }

                    @Override
                    public Outcome restart() {
                        events.add("restart");
                        atTheRestart.run();
                        return answer;
                    }
                };
        return new Vigil(saved, this::save, actions, LIMITS, new Random(1));
    }

    private void save(Memory memory) throws IOException {
        if (diskFull) throw new IOException("full");
        events.add("saved " + memory.restartsUsed(LIMITS));
        saved = memory;
    }

    private static Observation look(String name) {
        return Objects.requireNonNull(WatchdogDocument.looks().get(name));
    }
}
