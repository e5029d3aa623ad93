package io.andon.cache.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which machines are meant: by column in snake case, any of its values; all columns must agree. An
 * empty value is null, and text is exact. {@code state} is the E10 state; other columns are the
 * resources' own, and one that they have not is all null.
 */
public record MachineFilter(Map<String, List<Optional<String>>> values) {
    /** All machines. */
    public static final MachineFilter NONE = new MachineFilter(Map.of());

    public MachineFilter {
        values = FilterValues.tidy(values);
    }
}
