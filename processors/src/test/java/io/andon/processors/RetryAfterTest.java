package io.andon.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryAfterTest {
    private static final RetryAfter RULES = new RetryAfter(() -> Duration.ofSeconds(30));

    @ParameterizedTest
    @EnumSource
    void whatMayBeSentAgainSaysWhenAndNothingElseDoes(DegradedCode code) {
        assertThat(RULES.seconds(code).isPresent()).isEqualTo(code.retryable());
    }

    @Test
    void callersRefusedTogetherComeBackSpread() {
        assertThat(seen(DegradedCode.DB_UNREACHABLE))
                .containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aFullPoolIsNeverAskedFast() {
        assertThat(seen(DegradedCode.DB_POOL_EXHAUSTED))
                .containsExactlyInAnyOrder(5, 6, 7, 8, 9, 10);
    }

    @ParameterizedTest
    @CsvSource({"30000, 30", "29001, 30", "1, 1", "0, 1", "-5, 1"})
    void anOpenBreakerIsAskedOnceItsTimeIsOver(long millis, int seconds) {
        var rules = new RetryAfter(() -> Duration.ofMillis(millis));
        assertThat(rules.seconds(DegradedCode.CIRCUIT_BREAKER_OPEN)).hasValue(seconds);
    }

    private static Set<Integer> seen(DegradedCode code) {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 2_000; i++) seen.add(RULES.seconds(code).orElseThrow());
        return seen;
    }
}
