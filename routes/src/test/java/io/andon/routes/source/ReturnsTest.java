package io.andon.routes.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real pool of two connections that nobody gives back, by a clock that the test moves. */
class ReturnsTest {
    private static final String URL = "jdbc:h2:mem:returns";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Connection> kept = new ArrayList<>();
    private SourcePool pool = open();

    private SourcePool open() {
        var config = new HikariConfig();
        config.setPoolName("returns");
        config.setMaximumPoolSize(2);
        var limits = new SessionTerms.Limits(SECOND, SECOND, SECOND, Optional.empty());
        var opener =
                new SessionOpener(
                        URL,
                        new Properties(),
                        SessionTerms.of(URL, "andon/test/returns", limits),
                        limits,
                        new LoginPause(SECOND, nanos::get));
        return new SourcePool(
                config,
                opener,
                Optional.empty(),
                List.of(),
                new Returns(Optional.empty(), nanos::get));
    }

    @BeforeEach
    void askOnce() throws SQLException {
        pool.getConnection().close();
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection each : kept) each.close();
        pool.close();
    }

    @Test
    void aPoolWithOneLeftIsNeverStuck() throws SQLException {
        kept.add(pool.getConnection());
        assertThat(stuckAfter(Duration.ofHours(1))).isZero();
    }

    @Test
    void aFullPoolIsStuckForAsLongAsNoneComesBack() throws SQLException {
        assertThat(pool.stuckFor()).isZero();
        kept.add(pool.getConnection());
        kept.add(pool.getConnection());
        assertThat(stuckAfter(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(stuckAfter(SECOND)).isEqualTo(Duration.ofMinutes(5).plus(SECOND));
    }

    @Test
    void oneThatComesBackBeginsTheCountAnewAlsoWhenItIsTakenAtOnce() throws SQLException {
        kept.add(pool.getConnection());
        kept.add(pool.getConnection());
        stuckAfter(Duration.ofMinutes(4));
        kept.removeFirst().close();
        kept.add(pool.getConnection());
        assertThat(stuckAfter(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
        kept.removeFirst().close();
        assertThat(pool.stuckFor()).isZero();
    }

    private Duration stuckAfter(Duration waited) {
        nanos.addAndGet(waited.toNanos());
        return pool.stuckFor();
    }
}
