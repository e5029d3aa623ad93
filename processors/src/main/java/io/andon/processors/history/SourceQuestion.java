package io.andon.processors.history;

import io.andon.cache.schema.TableName;
import io.andon.processors.ExchangeKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One question to the source.
 *
 * @param key the same for the same question, different for any other
 * @param values by the names of the query's parameters; bound, never written into the SQL
 * @param rowsMax rows to read at most; one more is read to know whether there are more
 * @param rows makes typed rows of what came, in its order
 */
public record SourceQuestion(
        TableName table,
        String key,
        String sql,
        Map<String, Object> values,
        int rowsMax,
        Function<List<SourceRow>, SourceRows> rows) {
    public static final ExchangeKey<SourceQuestion> QUESTION =
            new ExchangeKey<>("andon.source.question", SourceQuestion.class);

    public SourceQuestion {
        values = Map.copyOf(values);
    }
}
