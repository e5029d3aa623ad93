package io.andon.routes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.cache.DegradedCode;
import io.andon.processors.FailureClassifier;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** By a clock that the test moves. */
final class LoginPauseTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LoginPause pause = new LoginPause(Duration.ofSeconds(30), nanos::get);

    @Test
    void aRefusedLoginIsNotTriedAgainForThePause() {
        pause.failed(new SQLException("wrong password", "28P01"));
        pass(Duration.ofMillis(29_999));
        assertThatThrownBy(pause::check)
                .satisfies(again ->
                        assertThat(FailureClassifier.classify(again))
                                .isEqualTo(DegradedCode.DB_AUTH_FAILED));
        pass(Duration.ofMillis(1));
        assertThatCode(pause::check).doesNotThrowAnyException();
    }

    /** Oracle's SQLSTATE does not tell a refusal; its number does, also the second time. */
    @Test
    void aLoginThatOracleRefusesIsNotTriedAgainEither() {
        pause.failed(new SQLException("ORA-01017: no", "72000", 1017));
        pass(Duration.ofSeconds(20));
        assertThatThrownBy(pause::check)
                .satisfies(again ->
                        assertThat(FailureClassifier.classify(again))
                                .isEqualTo(DegradedCode.DB_AUTH_FAILED));
    }

    @Test
    void anyOtherFailureIsTriedAgainSoon() {
        pause.failed(new SQLException("refused", "08001", new ConnectException("refused")));
        assertThatThrownBy(pause::check).hasRootCauseInstanceOf(ConnectException.class);
        pass(Duration.ofMillis(500));
        assertThatCode(pause::check).doesNotThrowAnyException();
    }

    @Test
    void successEndsAPause() {
        pause.failed(new SQLException("wrong password", "28P01"));
        pause.succeeded();
        assertThatCode(pause::check).doesNotThrowAnyException();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
