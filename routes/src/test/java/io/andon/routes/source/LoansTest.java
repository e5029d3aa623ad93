package io.andon.routes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.andon.routes.running.Logged;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By a clock that the test moves, on a real pool of one connection. */
final class LoansTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Loans loans =
            new Loans(Duration.ofSeconds(30), Optional.of(Duration.ofMillis(1_500)), nanos::get);
    private final HikariDataSource pool = new HikariDataSource();
    private final Logged logged = Logged.begin();

    @BeforeEach
    void open() {
        pool.setJdbcUrl("jdbc:h2:mem:loans");
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(5_000);
    }

    @AfterEach
    void close() {
        logged.close();
        pool.close();
    }

    @Test
    void whatIsOverdueIsLoggedOnceWithTheStackThatTookItAndTakenBack() throws SQLException {
        try (Connection kept = borrow()) {
            pass(Duration.ofSeconds(30));
            loans.reclaim();
            assertThat(kept.isClosed()).isFalse();

            pass(Duration.ofMillis(1));
            loans.reclaim();
            loans.reclaim();
            assertThat(kept.isClosed()).isTrue();
            assertThatThrownBy(kept::createStatement).hasMessageContaining("given back");
            assertThat(logged.saying("was kept longer"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getMessage().getFormattedMessage())
                                .contains("longer than 30 s");
                        assertThat(event.getThrown().getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("borrow"));
                    });
        }
        try (Connection other = borrow()) {
            assertThat(other.isValid(1)).isTrue();
        }
    }

    @Test
    void whatIsGivenBackInTimeIsLeftAlone() throws SQLException {
        borrow().close();
        try (Connection other = borrow()) {
            pass(Duration.ofSeconds(20));
            loans.reclaim();
            assertThat(other.isValid(1)).isTrue();
        }
        pass(Duration.ofSeconds(20));
        loans.reclaim();
        assertThat(logged.saying("was kept longer")).isEmpty();
    }

    /** The driver counts whole seconds: rounded up, since 0 would be for ever. */
    @Test
    void aStatementGetsTheDriversTimeOut() throws SQLException {
        try (Connection connection = borrow();
                var plain = connection.createStatement();
                var prepared = connection.prepareStatement("SELECT 1")) {
            assertThat(plain.getQueryTimeout()).isEqualTo(2);
            assertThat(prepared.getQueryTimeout()).isEqualTo(2);
        }
    }

    private Connection borrow() throws SQLException {
        return loans.lend(pool.getConnection(), pool);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
