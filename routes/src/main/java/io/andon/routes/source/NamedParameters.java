package io.andon.routes.source;

import io.andon.processors.history.SourceQuestion;
import io.andon.processors.history.ZonedColumns;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.jdbc.JdbcPrepareStatementStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a question's statement for camel-jdbc: values are bound by name, never written into the
 * SQL and never taken from the message; rows are limited, time by the pool; and since a row of
 * camel-jdbc does not tell a time with a zone from one without, the columns that have one are
 * noted.
 */
public final class NamedParameters implements JdbcPrepareStatementStrategy {
    private static final Pattern NAME = Pattern.compile(":\\?(\\w+)");

    /** Oracle's own codes for times with a zone, beside the standard's. */
    private static final Set<Integer> ZONED =
            Set.of(Types.TIMESTAMP_WITH_TIMEZONE, Types.TIME_WITH_TIMEZONE, -101, -102);

    /** PostgreSQL reports both kinds of time by one code. */
    private static final String POSTGRESQL_ZONED = "timestamptz";

    /** The names in the order in which they stand in the SQL, repeated where they are. */
    public static List<String> names(String sql) {
        return NAME.matcher(sql).results().map((MatchResult each) -> each.group(1)).toList();
    }

    /** The SQL with a question mark for each name. */
    public static String prepared(String sql) {
        return NAME.matcher(sql).replaceAll("?");
    }

    /** Binds every parameter of {@code sql} by its name. */
    public static void bind(PreparedStatement statement, String sql, Map<String, Object> values)
            throws SQLException {
        List<String> names = names(sql);
        for (int i = 0; i < names.size(); i++) {
            Object value = values.get(names.get(i));
            if (value == null) throw new IllegalStateException("no value for " + names.get(i));
            statement.setObject(i + 1, value);
        }
    }

    @Override
    public String prepareQuery(String query, boolean allowNamedParameters) {
        return prepared(query);
    }

    @Override
    public Iterator<?> createPopulateIterator(
            String query,
            String preparedQuery,
            int expectedParams,
            Exchange exchange,
            @Nullable Object value) {
        return new Asked(exchange, SourceQuestion.QUESTION.require(exchange));
    }

    @Override
    public void populateStatement(PreparedStatement statement, Iterator<?> asked, int expected)
            throws SQLException {
        Asked by = (Asked) asked;
        SourceQuestion question = by.question();
        statement.setMaxRows(question.rowsMax() + 1);
        bind(statement, question.sql(), question.values());
        ZonedColumns.ZONED.put(by.exchange(), zoned(statement.getMetaData()));
    }

    private static ZonedColumns zoned(@Nullable ResultSetMetaData meta) throws SQLException {
        var names = new HashSet<String>();
        for (int i = 1; meta != null && i <= meta.getColumnCount(); i++) {
            if (ZONED.contains(meta.getColumnType(i))
                    || POSTGRESQL_ZONED.equals(meta.getColumnTypeName(i))) {
                names.add(meta.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
        }
        return new ZonedColumns(names);
    }

    /** Carries the exchange from one call of the component to the next; iterates over nothing. */
    private record Asked(Exchange exchange, SourceQuestion question) implements Iterator<Object> {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public Object next() {
            throw new NoSuchElementException();
        }
    }
}
