package io.andon.cache.column;

/**
 * Takes the values of one column, one call a row. A call that does not fit the column's type is an
 * {@link IllegalArgumentException}; whole numbers fit a {@code DOUBLE} column.
 *
 * <p>Numbers that are not finite or lie beyond ±(2^53 − 1) cannot be told exactly to a browser:
 * their row is quarantined. Empty text is null, and a lone surrogate becomes U+FFFD.
 */
public interface ColumnAppender {
    void appendNull();

    void appendText(String value);

    void appendLong(long value);

    void appendDouble(double value);

    void appendTime(long epochMillis);

    void appendBoolean(boolean value);
}
