package io.andon.cache.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tidies the values of a filter: empty text is null, repeats fall away, no values is no filter. */
final class FilterValues {
    private FilterValues() {}

    static Map<String, List<Optional<String>>> tidy(Map<String, List<Optional<String>>> values) {
        Map<String, List<Optional<String>>> tidy = new LinkedHashMap<>();
        values.forEach((column, wanted) -> {
            var distinct = new LinkedHashSet<Optional<String>>();
            for (Optional<String> value : wanted)
                distinct.add(value.filter(text -> !text.isEmpty()));
            if (!distinct.isEmpty()) tidy.put(column, List.copyOf(distinct));
        });
        return Collections.unmodifiableMap(tidy);
    }
}
