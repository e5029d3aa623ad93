package io.andon.processors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

final class SourceSessionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final JdbcDataSource database = new JdbcDataSource();
    private final SourceSessions sessions = new SourceSessions(database, 2);

    SourceSessionsTest() {
        database.setUrl("jdbc:h2:mem:");
    }

    @Test
    void aThirdReadWaitsUntilOneOfTwoEnds() throws Exception {
        SourceSession first = sessions.open(LONG);
        try (SourceSession _ = sessions.open(LONG)) {
            var third = CompletableFuture.supplyAsync(() -> open(LONG));
            assertThatThrownBy(() -> sessions.open(AT_ONCE))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            busy -> assertThat(busy.code()).isEqualTo(DegradedCode.SOURCE_BUSY));
            first.close();
            third.get(20, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void closingASessionTwiceFreesOneSlotOnly() throws Exception {
        SourceSession first = sessions.open(LONG);
        first.close();
        first.close();
        try (SourceSession _ = sessions.open(AT_ONCE);
                SourceSession _ = sessions.open(AT_ONCE)) {
            assertThatThrownBy(() -> sessions.open(AT_ONCE)).isInstanceOf(CodedException.class);
        }
    }

    @Test
    void aConnectionThatCannotBeHadKeepsNoSlot() throws Exception {
        database.setUrl("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> sessions.open(AT_ONCE)).isInstanceOf(SQLException.class);
        }
        database.setUrl("jdbc:h2:mem:");
        sessions.open(AT_ONCE).close();
    }

    private SourceSession open(Duration wait) {
        try {
            return sessions.open(wait);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
