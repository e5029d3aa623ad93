package io.andon.cache.query;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The values that a filter accepts of one column. */
final class Wanted {
    private final boolean nulls;
    private final Set<String> exact = new HashSet<>();
    private final List<Wildcard> patterns;

    private Wanted(boolean nulls, List<Wildcard> patterns) {
        this.nulls = nulls;
        this.patterns = patterns;
    }

    static Wanted of(List<Optional<String>> values, boolean wildcards) {
        List<Wildcard> parsed =
                values.stream()
                        .flatMap(Optional::stream)
                        .map(text -> wildcards ? Wildcard.parse(text) : new Wildcard(List.of(text)))
                        .toList();
        var wanted =
                new Wanted(
                        values.contains(Optional.<String>empty()),
                        parsed.stream().filter(each -> each.exact().isEmpty()).toList());
        parsed.forEach(each -> each.exact().ifPresent(wanted.exact::add));
        return wanted;
    }

    boolean nulls() {
        return nulls;
    }

    Set<String> exact() {
        return exact;
    }

    List<Wildcard> patterns() {
        return patterns;
    }

    boolean accepts(@Nullable String text) {
        if (text == null) return nulls;
        return exact.contains(text) || patterns.stream().anyMatch(each -> each.matches(text));
    }

    /** The codes of a column that are accepted, null's among them. */
    BitSet codes(DictionaryColumn coded) {
        int size = coded.dictionary().size();
        var codes = new BitSet(size + 1);
        codes.set(size, nulls);
        for (String text : exact) {
            int code = coded.dictionary().codeOf(text);
            if (code >= 0) codes.set(code);
        }
        if (!patterns.isEmpty())
            for (int code = 0; code < size; code++)
                if (accepts(coded.dictionary().value(code))) codes.set(code);
        return codes;
    }

    /** Which rows of a column are accepted; an absent column is all null. */
    IntPredicate rows(Optional<Column> column) {
        if (column.isEmpty()) return _ -> nulls;
        return switch (column.get()) {
            case DictionaryColumn coded -> {
                BitSet codes = codes(coded);
                yield row -> codes.get(coded.code(row));
            }
            case BytesColumn bytes when patterns.isEmpty() -> {
                List<byte[]> utf8 = exact.stream().map(BytesColumn::utf8).toList();
                yield row ->
                        bytes.isNull(row)
                                ? nulls
                                : utf8.stream().anyMatch(each -> bytes.holds(row, each));
            }
            case Column other -> row -> accepts(other.text(row));
        };
    }
}
