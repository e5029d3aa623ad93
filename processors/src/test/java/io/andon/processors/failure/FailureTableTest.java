package io.andon.processors.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table itself, what Oracle is known to say, and what fails inside Andon. */
final class FailureTableTest {
    @Test
    void noCaseIsDecidedTwiceAndNoProofIsUnknown() {
        assertThat(FailureRow.all()).extracting(FailureRow::id).doesNotHaveDuplicates();
        assertThat(FailureRow.all()).hasSizeGreaterThan(100);
        assertThat(FailureRow.all())
                .extracting(FailureRow::proof)
                .containsOnly("server", "raised", "driver", "source");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whetherToRetryFollowsFromTheCode(FailureRow row) {
        assertThat(row.retry()).isEqualTo(row.code().retryable());
    }

    static Stream<FailureRow> rows() {
        return FailureRow.all().stream();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatOracleIsKnownToSayIsRecognised(FailureRow row) {
        String message = "ORA-%05d: what it says in any language".formatted(row.number());
        row.assertThatIsWhatComesOf(() -> {
            throw new SQLException(message, row.state(), row.number());
        });
    }

    static Stream<FailureRow> known() {
        return FailureRow.of("Oracle", "source");
    }

    /** Another database may use the same number for something else. */
    @Test
    void anOracleNumberWithoutOraclesNameSaysNothing() {
        var other = new SQLException("deadlock of another house", "22012", 1017);
        assertThat(io.andon.processors.FailureClassifier.classify(other))
                .isEqualTo(DegradedCode.DB_QUERY_ERROR);
    }

    @ParameterizedTest
    @MethodSource("own")
    void whatFailsInsideAndonIsRecognised(FailureRow row) {
        row.assertThatIsWhatComesOf(provocation(row.id()));
    }

    static Stream<FailureRow> own() {
        return FailureRow.of("Andon", "server");
    }

    private static ThrowingCallable provocation(String id) {
        return switch (id) {
            case "breaker-open" ->
                    () -> {
                        var breaker = CircuitBreaker.ofDefaults("x");
                        breaker.transitionToOpenState();
                        breaker.executeRunnable(() -> {});
                    };
            case "bulkhead-full" ->
                    () ->
                            Bulkhead.of("x", BulkheadConfig.custom().maxConcurrentCalls(0).build())
                                    .executeRunnable(() -> {});
            case "coded" ->
                    () -> {
                        throw new CodedException(
                                DegradedCode.SOURCE_REGRESSED, "x", new SQLException("x", "28000"));
                    };
            case "heap-full" ->
                    () -> {
                        try {
                            var held = new ArrayList<long[]>();
                            while (held.size() < Integer.MAX_VALUE) {
                                held.add(new long[Integer.MAX_VALUE]);
                            }
                        } catch (OutOfMemoryError e) {
                            throw new SQLException("x", "53200", e);
                        }
                    };
            case "stack-full" -> () -> deeper(0);
            case "bug" -> () -> "x".charAt(Integer.parseInt("9"));
            default -> throw new IllegalArgumentException(id);
        };
    }

    private static int deeper(int depth) {
        return depth < 0 ? depth : deeper(depth + 1) + 1;
    }
}
