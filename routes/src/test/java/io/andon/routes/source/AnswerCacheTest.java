package io.andon.routes.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import io.andon.cache.store.Moment;
import io.andon.processors.history.KeptAnswer;
import io.andon.processors.history.LotTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much the kept answers may hold. */
final class AnswerCacheTest {
    private static final int ROWS_MAX = 1_000;
    private static final KeptAnswer NO_ROWS =
            new KeptAnswer(
                    new LotTrace(List.of(), false), new Moment(Instant.EPOCH, 0), Optional.empty());

    @Test
    void longQuestionsThatNobodyCanAnswerAreBoundedLikeRows() {
        Cache<String, KeptAnswer> answers = AnswerCache.of(ROWS_MAX, Duration.ofHours(4));
        for (int i = 0; i < ROWS_MAX; i++) answers.put(i + "x".repeat(8_000), NO_ROWS);
        answers.cleanUp();
        assertThat(answers.estimatedSize()).isBetween(1L, 12L);
    }

    @Test
    void shortQuestionsAreBoundedByTheirNumber() {
        Cache<String, KeptAnswer> answers = AnswerCache.of(ROWS_MAX, Duration.ofHours(4));
        for (int i = 0; i < 2 * ROWS_MAX; i++) answers.put("lot_history:L" + i, NO_ROWS);
        answers.cleanUp();
        assertThat(answers.estimatedSize()).isEqualTo(ROWS_MAX);
        assertThat(AnswerCache.bytes(answers)).isEqualTo(300L * ROWS_MAX);
        answers.invalidateAll();
        assertThat(AnswerCache.bytes(answers)).isZero();
    }
}
