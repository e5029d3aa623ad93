package io.andon.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which of many failures a log is told of. */
final class NewsTest {
    private static final TableName LOTS = TableName.LOTS;

    private Duration passed = Duration.ZERO;
    private final News news =
            new News(() -> new Moment(Instant.EPOCH.plus(passed), passed.toNanos()));

    @Test
    void codesThatAlternateAreEachSaidOnce() {
        int said = 0;
        for (int i = 0; i < 1000; i++) {
            passed = passed.plusMillis(10);
            if (news.begins(LOTS, DegradedCode.SOURCE_BUSY)) said++;
            if (news.begins(LOTS, DegradedCode.CIRCUIT_BREAKER_OPEN)) said++;
        }
        assertThat(said).isEqualTo(2);
    }

    @Test
    void whatGoesOnForHoursIsSaidOnce() {
        assertThat(news.begins(LOTS, DegradedCode.DB_UNREACHABLE)).isTrue();
        for (int i = 0; i < 500; i++) {
            passed = passed.plusSeconds(30);
            assertThat(news.begins(LOTS, DegradedCode.DB_UNREACHABLE)).isFalse();
        }
    }

    @Test
    void whatComesAgainAfterAQuietMinuteIsSaidAgain() {
        news.begins(LOTS, DegradedCode.DB_UNREACHABLE);
        passed = passed.plusSeconds(59);
        assertThat(news.begins(LOTS, DegradedCode.DB_UNREACHABLE)).isFalse();
        passed = passed.plusSeconds(60);
        assertThat(news.begins(LOTS, DegradedCode.DB_UNREACHABLE)).isTrue();
    }

    @Test
    void anotherTableIsOtherTrouble() {
        news.begins(LOTS, DegradedCode.DB_UNREACHABLE);
        assertThat(news.begins(TableName.RESOURCES, DegradedCode.DB_UNREACHABLE)).isTrue();
    }
}
