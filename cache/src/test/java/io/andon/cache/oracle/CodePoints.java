package io.andon.cache.oracle;

import java.util.Arrays;

/** Text that orders by code point. */
public record CodePoints(String text) implements Comparable<CodePoints> {
    @Override
    public int compareTo(CodePoints other) {
        return Arrays.compare(text.codePoints().toArray(), other.text.codePoints().toArray());
    }
}
