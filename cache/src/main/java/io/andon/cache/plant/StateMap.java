package io.andon.cache.plant;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plant's raw state codes and their E10 states; codes match exactly once trimmed. */
public record StateMap(Map<String, E10State> codes) {
    public StateMap {
        codes = Map.copyOf(codes);
    }

    /** Whether the plant says what a raw code means. */
    public boolean maps(@Nullable String rawCode) {
        return rawCode != null && codes.containsKey(rawCode.strip());
    }

    /** The state of a raw code; an unmapped code, or none, is {@link E10State#OTHER}. */
    public E10State of(@Nullable String rawCode) {
        return rawCode == null
                ? E10State.OTHER
                : codes.getOrDefault(rawCode.strip(), E10State.OTHER);
    }
}
