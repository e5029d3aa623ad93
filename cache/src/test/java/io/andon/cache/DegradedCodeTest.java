package io.andon.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode.Retry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DegradedCodeTest {
    /** The contract: name, status, retry, action, in the order of priority. */
    private static final String CONTRACT =
            """
            DB_AUTH_FAILED 503 NEVER fix-config
            DB_UNREACHABLE 503 AFTER_BACKOFF wait
            CIRCUIT_BREAKER_OPEN 503 AFTER_OPEN_TIME wait
            DB_POOL_EXHAUSTED 503 AFTER_POOL_BACKOFF wait
            SOURCE_BUSY 503 AFTER_BACKOFF wait
            DB_QUERY_TIMEOUT 504 AFTER_BACKOFF wait
            DB_QUERY_ERROR 500 NEVER fix-config
            SOURCE_SUSPECT_EMPTY 200 NEVER page
            SOURCE_SUSPECT_DROP 200 NEVER page
            SOURCE_SCHEMA_DRIFT 200 NEVER fix-config
            SOURCE_DUPLICATE_KEY 200 NEVER page
            SOURCE_NULL_KEY 200 NEVER page
            SOURCE_REGRESSED 200 NEVER page
            SOURCE_TOO_LARGE 200 NEVER page
            SOURCE_STALLED 200 NEVER page
            CACHE_WARMING 503 AFTER_BACKOFF wait
            CACHE_EXPIRED 503 AFTER_BACKOFF wait
            CACHE_STALE 200 NEVER wait
            SNAPSHOT_WRITE_FAILED 200 NEVER page
            SNAPSHOT_CORRUPT 200 NEVER page
            OVERLOADED 503 AFTER_BACKOFF wait
            DRAINING 503 AFTER_BACKOFF wait
            RATE_LIMITED 429 AFTER_BACKOFF wait
            INVALID_PARAMETER 400 NEVER none
            UNAUTHENTICATED 401 NEVER none
            FORBIDDEN 403 NEVER none
            NOT_FOUND 404 NEVER none
            METHOD_NOT_ALLOWED 405 NEVER none
            REQUEST_TIMEOUT 408 NEVER none
            VERSION_GONE 410 NEVER none
            PAYLOAD_TOO_LARGE 413 NEVER none
            URI_TOO_LONG 414 NEVER none
            HOST_REJECTED 421 NEVER none
            HEADERS_TOO_LARGE 431 NEVER none
            RESTART_COOLDOWN 429 AS_SAID wait
            RESTART_BUDGET_SPENT 409 AS_SAID page
            RESTART_NOT_HELPFUL 409 AS_SAID none
            CONFIG_INVALID 422 AS_SAID fix-config
            INTERNAL 500 NEVER page
            """;

    @Test
    void everyCodeCarriesWhatTheContractSaysInItsOrder() {
        List<String> codes =
                Arrays.stream(DegradedCode.values())
                        .map(code ->
                                "%s %d %s %s"
                                        .formatted(
                                                code,
                                                code.httpStatus(),
                                                code.retry(),
                                                code.action().id()))
                        .toList();
        assertThat(codes).isEqualTo(CONTRACT.lines().toList());
    }

    @Test
    void aCodeIsFoundByItsExactNameAlone() {
        assertThat(DegradedCode.values())
                .allSatisfy(code -> assertThat(DegradedCode.named(code.name())).hasValue(code));
        assertThat(List.of("", "published", "db_unreachable", "DB_UNREACHABLE "))
                .allSatisfy(other -> assertThat(DegradedCode.named(other)).isEmpty());
    }

    @Test
    void onlyCodesWithARuleAreRetryable() {
        assertThat(DegradedCode.values())
                .allSatisfy(code ->
                        assertThat(code.retryable())
                                .isEqualTo(
                                        code.retry() != Retry.NEVER
                                                && code.retry() != Retry.AS_SAID));
    }

    @Test
    void titlesAreShortSentencesThatNameNothingInternal() {
        assertThat(DegradedCode.values())
                .allSatisfy(code ->
                        assertThat(code.title())
                                .matches("[A-Z].{10,80}\\.")
                                .doesNotContainIgnoringCase("sql")
                                .doesNotContainIgnoringCase("jdbc")
                                .doesNotContainIgnoringCase("exception"));
    }
}
