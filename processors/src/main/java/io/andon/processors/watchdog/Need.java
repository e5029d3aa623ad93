package io.andon.processors.watchdog;

import io.andon.cache.DegradedCode;
import io.andon.processors.health.Health;
import io.andon.processors.watchdog.Observation.Absence;
import io.andon.processors.watchdog.Observation.Absent;
import io.andon.processors.watchdog.Observation.Answered;
import java.util.EnumSet;
import java.util.Set;

/** What a look asks for, before it is asked whether that may be done now. */
enum Need {
    NOTHING(true),
    WAIT(true),
    /** A person: the process itself is well. */
    PERSON(true),
    RELOAD(false),
    RESTART(false),
    /** Nobody is there to be told anything; a supervisor or a person must start it. */
    START(false);

    /** The database itself is away: nothing that is done here brings it back. */
    private static final Set<DegradedCode> DATABASE_AWAY =
            EnumSet.of(DegradedCode.DB_UNREACHABLE, DegradedCode.DB_AUTH_FAILED);

    private final boolean calm;

    Need(boolean calm) {
        this.calm = calm;
    }

    /** Whether the process does its work, so that its past is forgiven in time. */
    boolean isCalm() {
        return calm;
    }

    static Need of(Observation seen) {
        return switch (seen) {
            case Absent(var how) -> how == Absence.SILENT ? RESTART : START;
            case Answered answered -> of(answered);
        };
    }

    private static Need of(Answered seen) {
        if (seen.state() == Health.State.DRAINING) return WAIT;
        if (!seen.live()) return RESTART;
        return switch (seen.action()) {
            case NONE -> NOTHING;
            case WAIT -> WAIT;
            case FIX_CONFIG, PAGE -> PERSON;
            case RELOAD -> RELOAD;
            case RESTART -> mayRestart(seen) ? RESTART : WAIT;
        };
    }

    /**
     * Whether a process that lives may be restarted for what it says: for connections that never
     * come back, and for nothing else that has to do with the database, whatever it recommends.
     */
    static boolean mayRestart(Answered seen) {
        return seen.restartHelps()
                && seen.codes().contains(DegradedCode.DB_POOL_EXHAUSTED)
                && seen.codes().stream().noneMatch(DATABASE_AWAY::contains);
    }
}
