package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text of few distinct values: a code a row, 1, 2 or 4 bytes by the dictionary's size. The code of
 * null is {@code dictionary().size()}.
 */
public final class DictionaryColumn implements TextColumn {
    private final Codes codes;
    private final Dictionary dictionary;

    DictionaryColumn(Codes codes, Dictionary dictionary) {
        this.codes = codes;
        this.dictionary = dictionary;
    }

    /** A column of given codes into given values; a code outside them is null. */
    public static DictionaryColumn of(List<String> values, int[] codes) {
        var pool = new TextPool();
        for (String value : values) {
            byte[] utf8 = Utf8.of(value);
            if (pool.add(utf8, 0, utf8.length) != pool.size() - 1)
                throw new IllegalArgumentException("a value twice");
        }
        return new DictionaryColumn(
                Codes.pack(codes, codes.length, values.size()), new Dictionary(pool, null));
    }

    /** Any column as codes of its texts; a dictionary column is itself. */
    public static DictionaryColumn encode(Column column) {
        if (column instanceof DictionaryColumn coded) return coded;
        var builder = new TextBuilder("coded", (Dictionary) null);
        for (int row = 0; row < column.rowCount(); row++) builder.appendNullable(column.text(row));
        return builder.buildDictionary();
    }

    /** A column of nothing but nulls. */
    public static DictionaryColumn nulls(int rowCount) {
        var codes = new int[rowCount];
        Arrays.fill(codes, -1);
        return of(List.of(), codes);
    }

    /** The code of a row; null rows have {@code dictionary().size()}. */
    public int code(int row) {
        return codes.at(row);
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    Codes codes() {
        return codes;
    }

    @Override
    public ColumnType type() {
        return ColumnType.TEXT;
    }

    @Override
    public int rowCount() {
        return codes.rowCount();
    }

    @Override
    public boolean isNull(int row) {
        return codes.at(row) == dictionary.size();
    }

    @Override
    public long bytes() {
        return 16 + codes.bytes() + dictionary.bytes();
    }

    @Override
    public @Nullable String text(int row) {
        int code = codes.at(row);
        return code == dictionary.size() ? null : dictionary.value(code);
    }

    @Override
    public DictionaryColumn take(int[] rows) {
        var taken = new int[rows.length];
        for (int i = 0; i < rows.length; i++) taken[i] = codes.at(rows[i]);
        return new DictionaryColumn(Codes.pack(taken, taken.length, dictionary.size()), dictionary);
    }

    @Override
    public int hash(int row) {
        return codes.at(row);
    }

    @Override
    public boolean same(int row, int other) {
        return codes.at(row) == codes.at(other);
    }
}
