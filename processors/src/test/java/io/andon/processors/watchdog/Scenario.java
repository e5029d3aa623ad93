package io.andon.processors.watchdog;

import io.andon.processors.watchdog.Memory.Past;
import io.andon.processors.watchdog.Memory.Start;
import io.andon.processors.watchdog.Memory.Watch;
import io.andon.processors.watchdog.Observation.Answered;
import io.andon.processors.watchdog.WatchdogDocument.Case;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Plays a row of the table: one look a poll, and what is done answered as the row says. */
final class Scenario {
    private static final Map<String, Observation> LOOKS = WatchdogDocument.looks();

    /** Draws no jitter, so that a row can say when something happens. */
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final Limits limits = WatchdogDocument.limits();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private Instant wall = Instant.parse("2026-03-01T00:00:00Z");
    private Duration up = Duration.ofDays(3);
    private int boots = 1;
    private int process = 1;
    private Memory memory;
    private String last = "";

    Scenario(Case row) {
        memory = before(row.before());
        answers.addAll(words(row.answers()));
        for (String part : row.looks().split(",", -1)) play(part.strip());
    }

    /** Every act and page, in their order. */
    String done() {
        return done.isEmpty() ? "nothing" : String.join(", ", done);
    }

    /** The last decision. */
    String last() {
        return last;
    }

    private Memory before(String text) {
        List<String> words = words(text);
        if (words.getFirst().equals("lost")) return Memory.lost(limits);
        long now = Duration.ofDays(1).toMillis();
        List<Long> ago =
                words.stream()
                        .skip(1)
                        .map(word -> now - WatchdogDocument.duration(word).toMillis())
                        .toList();
        Memory fresh = Memory.fresh().with(new Watch(now, "boot 1", up.toMillis()));
        return switch (words.getFirst()) {
            case "new" -> fresh;
            case "restarts" -> fresh.with(new Past(ago, List.of()));
            case "starts" ->
                    fresh.with(
                            new Past(
                                    List.of(),
                                    ago.stream().map(at -> new Start(at, false)).toList()));
            case "maintained" ->
                    fresh.with(
                            new Past(
                                    List.of(),
                                    ago.stream().map(at -> new Start(at, true)).toList()));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private void play(String part) {
        String[] words = part.split(" ", -1);
        switch (words[0]) {
            case "start" -> process++;
            case "reboot" -> {
                boots++;
                process++;
                up = Duration.ofSeconds(20);
            }
            case "clock" ->
                    wall =
                            words[1].startsWith("-")
                                    ? wall.minus(WatchdogDocument.duration(words[1].substring(1)))
                                    : wall.plus(WatchdogDocument.duration(words[1].substring(1)));
            case "pause" -> pass(WatchdogDocument.duration(words[1]));
            case "off" -> wall = wall.plus(WatchdogDocument.duration(words[1]));
            default -> look(words[0], WatchdogDocument.duration(words[1]));
        }
    }

    private void look(String name, Duration length) {
        Observation meant = Objects.requireNonNull(LOOKS.get(name), name);
        for (Duration at = Duration.ZERO;
                at.compareTo(length) < 0;
                at = at.plus(limits.pollInterval())) {
            decide(meant instanceof Answered answered ? of(answered) : meant);
            pass(limits.pollInterval());
        }
    }

    private void decide(Observation seen) {
        var tick = new Tick(wall, "boot " + boots, up);
        Step step = Watchdog.decide(seen, memory, limits, tick, NO_JITTER);
        last = said(step.decision());
        switch (step.decision()) {
            case Decision.Reload _, Decision.Restart _ -> {
                String answer = Optional.ofNullable(answers.poll()).orElse("applied");
                memory = after(step, answer, tick);
                done.add(answer.equals("applied") ? last : last + " " + answer);
            }
            case Decision.Page _ -> {
                memory = step.memory();
                done.add(last);
            }
            case Decision.Rest _, Decision.Wait _ -> memory = step.memory();
        }
    }

    private Memory after(Step step, String answer, Tick tick) {
        return switch (answer) {
            case "applied", "unknown" -> step.memory();
            case "rejected" -> refused(step, tick, Optional.empty());
            default -> {
                Duration later = WatchdogDocument.duration(answer.replace("deferred-", ""));
                yield refused(step, tick, Optional.of(tick.utc().plus(later)));
            }
        };
    }

    private Memory refused(Step step, Tick tick, Optional<Instant> nextAllowedAt) {
        return Watchdog.refused(
                step, new Outcome.Refused("", nextAllowedAt), limits, tick, NO_JITTER);
    }

    private Observation of(Answered meant) {
        return new Answered(
                "process " + process,
                meant.live(),
                meant.state(),
                meant.codes(),
                meant.action(),
                meant.restartHelps(),
                meant.maintenance());
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        up = up.plus(time);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    static String said(Decision decision) {
        String name =
                switch (decision) {
                    case Decision.Rest _ -> "rest";
                    case Decision.Wait _ -> "wait";
                    case Decision.Reload _ -> "reload";
                    case Decision.Restart _ -> "restart";
                    case Decision.Page _ -> "page";
                };
        return name + " " + decision.reason().id();
    }
}
