package io.andon.routes.source;

import io.andon.cache.DegradedCode;
import io.andon.processors.FailureClassifier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all the pools of one source from asking again at once what was just refused. HikariCP tries
 * several times within one wait: eight refused logins a refresh would lock the account. Threads:
 * any.
 */
final class LoginPause {
    /** Long enough to add no load to a server in trouble, short enough not to delay a recovery. */
    private static final Duration AFTER_ANY_FAILURE = Duration.ofMillis(500);

    private final Duration afterRefusal;
    private final LongSupplier nanos;
    private volatile @Nullable Refusal last;

    private record Refusal(SQLException failure, long untilNanos) {}

    LoginPause(Duration afterRefusal, LongSupplier nanos) {
        this.afterRefusal = afterRefusal;
        this.nanos = nanos;
    }

    /**
     * Returns when the database may be asked.
     *
     * @throws SQLException the last failure again, while its pause lasts
     */
    void check() throws SQLException {
        Refusal refusal = last;
        if (refusal == null || nanos.getAsLong() - refusal.untilNanos() >= 0) return;
        SQLException failure = refusal.failure();
        throw new SQLException(
                "not asked again so soon: " + failure.getMessage(),
                failure.getSQLState(),
                failure.getErrorCode(),
                failure);
    }

    void succeeded() {
        last = null;
    }

    void failed(SQLException failure) {
        boolean refused = FailureClassifier.classify(failure) == DegradedCode.DB_AUTH_FAILED;
        Duration pause = refused ? afterRefusal : AFTER_ANY_FAILURE;
        last = new Refusal(failure, nanos.getAsLong() + pause.toNanos());
    }
}
