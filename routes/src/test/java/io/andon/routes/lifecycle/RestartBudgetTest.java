package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: no more restarts than allowed, whichever process counts them. */
final class RestartBudgetTest {
    private static final Instant BEGIN = Instant.parse("2026-03-29T00:30:00Z");
    private static final RestartBudget.Limits LIMITS =
            new RestartBudget.Limits(Duration.ofMinutes(1), Duration.ofHours(1), 2);

    @TempDir private Path data;
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    @Test
    void theNextWaitsForTheCooldownAndAFullWindowForItsOldest() throws IOException {
        try (RestartBudget budget = opened()) {
            assertThat(budget.coolsUntil()).isEmpty();
            budget.take();
            assertThat(budget.coolsUntil()).contains(BEGIN.plusSeconds(60));
            assertThat(budget.fullUntil()).isEmpty();
            now.set(BEGIN.plusSeconds(60));
            assertThat(budget.coolsUntil()).isEmpty();
            budget.take();
            assertThat(budget.fullUntil()).contains(BEGIN.plusSeconds(3_600));
            now.set(BEGIN.plusSeconds(3_600));
            assertThat(budget.fullUntil()).isEmpty();
            assertThat(budget.use().used()).isEqualTo(1);
        }
    }

    @Test
    void theNextProcessKnowsOfIt() throws IOException {
        try (RestartBudget budget = opened()) {
            budget.take();
        }
        now.set(BEGIN.plusSeconds(30));
        try (RestartBudget budget = opened()) {
            assertThat(budget.use().used()).isEqualTo(1);
            assertThat(budget.coolsUntil()).contains(BEGIN.plusSeconds(60));
        }
    }

    @Test
    void whatIsDamagedIsPutAsideAndCountsForNothing() throws IOException {
        try (RestartBudget budget = opened()) {
            budget.take();
        }
        Files.writeString(data.resolve("restarts/asked"), "[\"soon\"]");
        try (RestartBudget budget = opened()) {
            assertThat(budget.use().used()).isZero();
            budget.take();
            assertThat(budget.use().used()).isEqualTo(1);
        }
    }

    private RestartBudget opened() {
        var budget = new RestartBudget(data, LIMITS, clock());
        budget.open();
        return budget;
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }
}
