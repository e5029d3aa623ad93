package io.andon.routes.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.andon.processors.history.KeptAnswer;
import java.time.Duration;

/**
 * The kept answers of the source, bounded by their rows together and by their age. A question is
 * the caller's own text and weighs too: a long one for a lot that nobody knows has no row.
 */
public final class AnswerCache {
    /** Two bytes each at most: less than a row takes. */
    private static final int CHARACTERS_A_ROW = 100;

    /** Heap of a kept row: a stay of a lot with its texts and times; hours of machines are less. */
    private static final int ROW_BYTES = 300;

    private AnswerCache() {}

    /** About the heap that the kept answers take. */
    public static long bytes(Cache<String, KeptAnswer> answers) {
        return answers.policy()
                .eviction()
                .map(rows -> ROW_BYTES * rows.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** An empty cache; an answer is as old as its read, however often it stood in since. */
    public static Cache<String, KeptAnswer> of(int rowsMax, Duration keepFor) {
        return Caffeine.newBuilder()
                .maximumWeight(rowsMax)
                .weigher((String key, KeptAnswer answer) ->
                        answer.rows().weight() + key.length() / CHARACTERS_A_ROW)
                .expireAfter(new SinceItsRead(keepFor.toNanos()))
                .build();
    }

    /** Puts what {@code former} keeps into {@code next}, each answer for the time it had left. */
    public static void takeOver(Cache<String, KeptAnswer> former, Cache<String, KeptAnswer> next) {
        var left = former.policy().expireVariably().orElseThrow();
        var into = next.policy().expireVariably().orElseThrow();
        former.asMap()
                .forEach((key, answer) ->
                        left.getExpiresAfter(key)
                                .ifPresent(remaining -> {
                                    var _ = into.put(key, answer, remaining);
                                }));
    }

    private record SinceItsRead(long keepNanos) implements Expiry<String, KeptAnswer> {
        @Override
        public long expireAfterCreate(String key, KeptAnswer answer, long now) {
            return keepNanos;
        }

        @Override
        public long expireAfterUpdate(String key, KeptAnswer answer, long now, long left) {
            return answer.failure().isPresent() ? left : keepNanos;
        }

        @Override
        public long expireAfterRead(String key, KeptAnswer answer, long now, long left) {
            return left;
        }
    }
}
