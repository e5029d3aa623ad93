package io.andon.processors.health;

import io.andon.cache.DegradedCode;
import io.andon.processors.FailureClassifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Processor;

/**
 * Asks the database over a connection of its own whether it lives, so that a full pool never looks
 * like a dead server.
 */
public final class DatabaseCheck {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final DataSource pool;
    private final Clock clock;
    private volatile Optional<Result> last = Optional.empty();

    /** The last answer: no code when the database lived. */
    public record Result(Instant checkedAt, Optional<DegradedCode> code) {}

    public DatabaseCheck(DataSource pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    public Processor step() {
        return _ -> last = Optional.of(new Result(clock.instant(), ask()));
    }

    /** Empty before the first check. */
    public Optional<Result> last() {
        return last;
    }

    private Optional<DegradedCode> ask() {
        try (Connection connection = pool.getConnection()) {
            boolean valid = connection.isValid((int) LIMIT.toSeconds());
            return valid ? Optional.empty() : Optional.of(DegradedCode.DB_UNREACHABLE);
        } catch (SQLException e) {
            return Optional.of(FailureClassifier.classify(e));
        }
    }
}
