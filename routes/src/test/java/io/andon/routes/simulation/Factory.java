package io.andon.routes.simulation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A factory's database whose tables live: an H2 in memory, changed by seeded chance. */
public final class Factory implements AutoCloseable {
    /** By table, what Andon reads; all columns as they are, so that a change of them shows. */
    public static final List<String> TABLES = List.of("lots", "resources", "resource_status");

    private static final int LOTS = 60;
    private static final int MACHINES = 12;

    private final JdbcDataSource source = new JdbcDataSource();
    private final Connection keeper;
    private final Random random;
    private int born;

    public Factory(Random random) {
        this.random = random;
        source.setURL("jdbc:h2:mem:factory-" + UUID.randomUUID());
        try {
            keeper = source.getConnection();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        run(
                """
                CREATE TABLE LOTS (LOT_ID VARCHAR(20), QTY BIGINT, WORKCENTER VARCHAR(20),
                  PACKAGE VARCHAR(20), STATUS VARCHAR(8), HOLD_REASON VARCHAR(20), CUSTOMER VARCHAR(9));
                CREATE TABLE RESOURCES (RESOURCE_ID VARCHAR(20), NAME VARCHAR(20),
                  WORKCENTER VARCHAR(20));
                CREATE TABLE RESOURCE_STATUS (RESOURCE_ID VARCHAR(20), STATE VARCHAR(9), QTY BIGINT);
                CREATE TABLE CHANGES (N BIGINT)
                """);
        fill();
    }

    public DataSource source() {
        return source;
    }

    public String query(String table) {
        return "SELECT * FROM " + table;
    }

    /** Its answer changes with anything that happens. */
    public static String probe() {
        return "SELECT COUNT(*) FROM CHANGES";
    }

    /** Counts or sums by the values of the columns, which a {@code |} parts; of rows with a key. */
    public SortedMap<String, Long> sums(String table, String sum, String columns) {
        String key = table.equals("lots") ? "LOT_ID" : "RESOURCE_ID";
        String sql =
                "SELECT %s, %s FROM %s WHERE %s IS NOT NULL GROUP BY %s"
                        .formatted(sum, columns, table, key, columns);
        var sums = new TreeMap<String, Long>();
        try (var statement = keeper.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var name = new ArrayList<String>();
                for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++)
                    name.add(String.valueOf(rows.getString(i)));
                sums.put(String.join("|", name), rows.getLong(1));
            }
            return sums;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Something happens, mostly of the usual kind. */
    public String happen() {
        run("INSERT INTO CHANGES VALUES (1)");
        String sql =
                switch (random.nextInt(40)) {
                    case 0 -> "DELETE FROM LOTS";
                    case 1 -> "DELETE FROM LOTS WHERE MOD(QTY, 5) > 0";
                    case 2 -> "DELETE FROM RESOURCE_STATUS";
                    case 3 -> "INSERT INTO LOTS SELECT * FROM LOTS FETCH FIRST 1 ROW ONLY";
                    case 4 -> "INSERT INTO LOTS (QTY, STATUS) VALUES (1, 'RUN')";
                    case 5 -> "ALTER TABLE LOTS DROP COLUMN IF EXISTS CUSTOMER";
                    case 6 -> "ALTER TABLE LOTS ADD COLUMN IF NOT EXISTS CUSTOMER VARCHAR(9)";
                    case 7 -> "ALTER TABLE RESOURCES ADD COLUMN IF NOT EXISTS NOTE VARCHAR(9)";
                    case 8 -> "UPDATE LOTS SET QTY = NULL WHERE MOD(QTY, 7) = 0";
                    case 9 ->
                            "INSERT INTO LOTS (LOT_ID, QTY) SELECT 'J%d-' || X, X FROM SYSTEM_RANGE(1, 900)"
                                    .formatted(born++);
                    case 10, 11, 12 -> null; // mended below
                    case 13, 14, 15, 16 ->
                            "UPDATE LOTS SET STATUS = 'HOLD', HOLD_REASON = 'R%d' WHERE MOD(QTY, 6) = 1"
                                    .formatted(random.nextInt(3));
                    case 17, 18, 19, 20 ->
                            "UPDATE LOTS SET WORKCENTER = 'W%d' WHERE MOD(QTY, 4) = 2"
                                    .formatted(random.nextInt(5));
                    case 21, 22, 23 ->
                            "DELETE FROM LOTS WHERE QTY = %d".formatted(random.nextInt(LOTS));
                    case 24, 25, 26 ->
                            "UPDATE RESOURCE_STATUS SET STATE = 'S%d' WHERE QTY = %d"
                                    .formatted(random.nextInt(3), random.nextInt(MACHINES));
                    default ->
                            "INSERT INTO LOTS (LOT_ID, QTY, WORKCENTER, PACKAGE, STATUS) VALUES ('N%d', %d, 'W1', 'P%d', 'RUN')"
                                    .formatted(born++, random.nextInt(LOTS), random.nextInt(3));
                };
        if (sql == null) mend();
        else run(sql);
        return sql == null ? "mend" : sql;
    }

    /** All is well again: rows, keys and columns. */
    public void mend() {
        run("INSERT INTO CHANGES VALUES (1)");
        run(
                """
                ALTER TABLE LOTS ADD COLUMN IF NOT EXISTS CUSTOMER VARCHAR(9);
                DELETE FROM LOTS; DELETE FROM RESOURCES; DELETE FROM RESOURCE_STATUS
                """);
        fill();
    }

    /** Every row that may be shown, in any column that the query gives, sorted; twins once. */
    public List<String> shown(String table) {
        var rows = new ArrayList<String>();
        each(
                table,
                row -> {
                    boolean hasKey = row.getFirst() != null && !row.getFirst().isBlank();
                    if (hasKey)
                        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
                });
        if (table.equals("resource_status")) return rows.stream().distinct().sorted().toList();
        return rows.stream().sorted().toList();
    }

    public List<String> columns(String table) {
        var names = new ArrayList<String>();
        try (var statement = keeper.createStatement();
                ResultSet rows = statement.executeQuery(query(table))) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.add(rows.getMetaData().getColumnLabel(i).toLowerCase(java.util.Locale.ROOT));
            }
            return names;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public int count(String table, String condition) {
        try (var statement = keeper.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT COUNT(*) FROM %s WHERE %s".formatted(table, condition))) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The status is completed by the house's rules, which have tests of their own. */
    public static boolean isCompared(String column) {
        return !column.equalsIgnoreCase("status");
    }

    private interface Rows {
        void row(List<@org.jspecify.annotations.Nullable String> values);
    }

    private void each(String table, Rows to) {
        try (var statement = keeper.createStatement();
                ResultSet rows = statement.executeQuery(query(table))) {
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var values = new ArrayList<@org.jspecify.annotations.Nullable String>();
                for (int i = 1; i <= width; i++) {
                    if (isCompared(rows.getMetaData().getColumnLabel(i)))
                        values.add(rows.getString(i));
                }
                to.row(values);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void fill() {
        run(
                """
                INSERT INTO LOTS (LOT_ID, QTY, WORKCENTER, PACKAGE, STATUS)
                  SELECT 'L' || X, X, 'W' || MOD(X, 5), 'P' || MOD(X, 3), 'QUEUE' FROM SYSTEM_RANGE(1, %d);
                INSERT INTO RESOURCES (RESOURCE_ID, NAME, WORKCENTER)
                  SELECT 'M' || X, 'Machine', 'W' || MOD(X, 5) FROM SYSTEM_RANGE(1, %d);
                INSERT INTO RESOURCE_STATUS
                  SELECT 'M' || X, 'S1', X FROM SYSTEM_RANGE(1, %d)
                """
                        .formatted(LOTS, MACHINES, MACHINES));
    }

    private void run(String sql) {
        try (var statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
