package io.andon.processors.watchdog;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.health.Health;
import io.andon.processors.watchdog.Observation.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * An Andon, its database and its machine over simulated days. It keeps the history by a time of its
 * own, which neither steps nor stands still, and which the watchdog cannot read.
 */
final class World implements Actions {
    private static final int STEPS_A_TROUBLE = 400;

    private final Random random;
    private final boolean clockSteps;
    private final List<Restart> restarts = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();
    private long time = Duration.ofDays(1).toMillis();
    private long bootedAt;
    private int boot = 1;
    private int process = 1;
    private long listensFrom;
    private long wallAhead;
    private boolean databaseDown;
    private boolean leak;
    private boolean stubborn;
    private boolean stuck;
    private boolean silent;
    private boolean reload;
    private boolean lies;
    private boolean maintenance;
    private boolean seenInMaintenance;

    /** The watchdog is killed while it acts, before or after the act was done. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A restart that was really done, and whether anything but the database gave cause. */
    record Restart(long at, boolean justified, boolean inMaintenance) {}

    World(long seed, boolean clockSteps) {
        this.random = new Random(seed);
        this.clockSteps = clockSteps;
    }

    long time() {
        return time;
    }

    List<Restart> restarts() {
        return restarts;
    }

    /** What was decided, as text. */
    List<String> decisions() {
        return decisions;
    }

    void decided(Decision decision) {
        decisions.add(Scenario.said(decision));
    }

    Tick tick() {
        return new Tick(
                Instant.ofEpochMilli(1_780_000_000_000L + time + wallAhead),
                "boot " + boot,
                Duration.ofMillis(time - bootedAt));
    }

    /** Lets time pass and things happen; true when the watchdog dies of it. */
    boolean goOn() {
        time += 5_000 + random.nextInt(200);
        if (random.nextInt(STEPS_A_TROUBLE) != 0) return random.nextInt(2_000) == 0;
        boolean watchdogDies = false;
        switch (random.nextInt(16)) {
            case 0 -> databaseDown = true;
            case 1 -> databaseDown = false;
            case 2, 3 -> {
                leak = true;
                stubborn = random.nextInt(3) == 0;
            }
            case 4 -> stuck = true;
            case 5 -> silent = true;
            case 6 -> start();
            case 7 -> time += random.nextInt((int) Duration.ofHours(2).toMillis());
            case 8 -> {
                long off = random.nextInt((int) Duration.ofHours(5).toMillis());
                time += off;
                bootedAt = time;
                time += 10_000;
                boot++;
                start();
                watchdogDies = true;
            }
            case 9 -> reload = true;
            case 10 -> lies = !lies;
            case 11 -> maintenance = !maintenance;
            case 12 -> step(Duration.ofDays(2));
            case 13 -> step(Duration.ofHours(-3));
            default -> mend();
        }
        return watchdogDies;
    }

    Observation look() {
        if (time < listensFrom) return new Observation.Absent(Absence.REFUSED);
        if (silent) return new Observation.Absent(Absence.SILENT);
        seenInMaintenance = maintenance;
        Set<DegradedCode> codes = EnumSet.noneOf(DegradedCode.class);
        Action action = Action.NONE;
        if (databaseDown) {
            codes.add(DegradedCode.DB_UNREACHABLE);
            action = lies ? Action.RESTART : Action.WAIT;
        }
        if (reload) action = Action.RELOAD;
        if (leak) {
            codes.add(DegradedCode.DB_POOL_EXHAUSTED);
            action = Action.RESTART;
        }
        if (stuck) action = Action.RESTART;
        return new Observation.Answered(
                "process " + process,
                !stuck,
                stuck ? Health.State.DOWN : Health.State.DEGRADED,
                codes,
                action,
                action == Action.RESTART || reload,
                maintenance);
    }

    @Override
    public Outcome reload() {
        return switch (random.nextInt(4)) {
            case 0 -> new Outcome.Refused("", Optional.empty());
            case 1 -> {
                reload = false;
                yield new Outcome.Applied();
            }
            default -> new Outcome.Applied();
        };
    }

    @Override
    public Outcome restart() {
        int chance = random.nextInt(20);
        if (chance == 0) return new Outcome.Refused("", Optional.empty());
        if (chance == 1) {
            Instant later = tick().utc().plusSeconds(random.nextInt(3_600) - 600);
            return new Outcome.Refused("", Optional.of(later));
        }
        if (chance == 2) return new Outcome.Unknown("");
        if (chance == 3) throw new Killed();
        boolean justified = stuck || silent || (leak && !databaseDown);
        restarts.add(new Restart(time, justified, seenInMaintenance));
        start();
        if (chance == 4) throw new Killed();
        return chance == 5 ? new Outcome.Unknown("") : new Outcome.Applied();
    }

    /** Draws for the one that keeps the watchdog. */
    int draw(int bound) {
        return random.nextInt(bound);
    }

    private void start() {
        process++;
        listensFrom = time + 1_000 + random.nextInt(20_000);
        leak &= stubborn;
        stuck &= random.nextInt(4) == 0;
        silent &= random.nextInt(4) == 0;
    }

    private void mend() {
        databaseDown = false;
        leak = false;
        stuck = false;
        silent = false;
        reload = false;
        maintenance = false;
    }

    private void step(Duration ahead) {
        if (clockSteps) wallAhead += ahead.toMillis();
    }
}
