package io.andon.cache.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which lots are meant: by column in snake case, any of its values; all columns must agree. An
 * empty value is null. {@code *} stands for any text in lot_id, workorder and product, {@code \*}
 * there for itself; elsewhere text is exact. A column that the table has not is all null.
 *
 * @param includeDummy whether lots with DUMMY in the id count too
 */
public record LotFilter(Map<String, List<Optional<String>>> values, boolean includeDummy) {
    /** All lots but the dummies. */
    public static final LotFilter NONE = new LotFilter(Map.of(), false);

    public LotFilter {
        values = FilterValues.tidy(values);
    }
}
