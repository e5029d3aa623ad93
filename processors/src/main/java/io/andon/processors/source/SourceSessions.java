package io.andon.processors.source;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Hands out sessions of one database, at most so many at a time. Whoever comes later waits in turn
 * for a slot and not in the pool, whose time limit tells a full pool from a slow table.
 */
public final class SourceSessions {
    private final DataSource pool;
    private final Semaphore slots;

    /**
     * Sessions of a pool.
     *
     * @param parallel how many at a time; the pool has at least as many connections
     */
    public SourceSessions(DataSource pool, int parallel) {
        this.pool = pool;
        this.slots = new Semaphore(parallel, true);
    }

    /**
     * Waits for a slot and borrows a connection; closing the session gives both back.
     *
     * @throws CodedException SOURCE_BUSY if no slot came free in time
     * @throws SQLException if no connection could be had, as the pool reports it
     */
    public SourceSession open(Duration longestWait) throws SQLException, InterruptedException {
        if (!slots.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new CodedException(
                    DegradedCode.SOURCE_BUSY,
                    "no other read ended within %d s".formatted(longestWait.toSeconds()));
        }
        try {
            return SourceSession.open(pool, slots::release);
        } catch (SQLException | RuntimeException e) {
            slots.release();
            throw e;
        }
    }
}
