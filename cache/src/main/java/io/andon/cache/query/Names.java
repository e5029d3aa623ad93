package io.andon.cache.query;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Dictionary;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How names are ordered wherever one breaks a tie: by code point, null last. */
final class Names {
    static final Comparator<@Nullable String> ORDER = Names::compare;

    private Names() {}

    private static int compare(@Nullable String name, @Nullable String other) {
        if (name == null || other == null) return Boolean.compare(name == null, other == null);
        return Arrays.compareUnsigned(BytesColumn.utf8(name), BytesColumn.utf8(other));
    }

    /** The name of a code; null for the code after the last. */
    static @Nullable String of(Dictionary dictionary, int code) {
        return code == dictionary.size() ? null : dictionary.value(code);
    }

    /** The place of every code in the order of names; null's is last. */
    static int[] ranks(Dictionary dictionary) {
        var utf8 = new byte[dictionary.size()][];
        var codes = new Integer[utf8.length];
        for (int code = 0; code < utf8.length; code++) {
            utf8[code] = BytesColumn.utf8(dictionary.value(code));
            codes[code] = code;
        }
        Arrays.sort(codes, (a, b) -> Arrays.compareUnsigned(utf8[a], utf8[b]));
        var ranks = new int[utf8.length + 1];
        for (int place = 0; place < codes.length; place++) ranks[codes[place]] = place;
        ranks[utf8.length] = utf8.length;
        return ranks;
    }
}
