package io.andon.routes.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Real connections to a real database, except where a trouble says otherwise. */
public final class FaultySource {
    private final DataSource real;
    private Trouble trouble = Trouble.NONE;
    private int breaksAfterRows;
    private boolean once;
    private Runnable onQuery = () -> {};
    private long connects;

    /** What is wrong between Andon and the database, with the code that must follow. */
    public enum Trouble {
        NONE("", "", false),
        REFUSED("08001", "DB_UNREACHABLE", false),
        LOGIN("28000", "DB_AUTH_FAILED", false),
        POOL_FULL("53300", "DB_POOL_EXHAUSTED", false),
        TIMEOUT("57014", "DB_QUERY_TIMEOUT", true),
        BREAKS("08006", "DB_UNREACHABLE", true),
        PRIVILEGE("42501", "DB_AUTH_FAILED", true);

        private final String state;
        private final String code;
        private final boolean connects;

        Trouble(String state, String code, boolean connects) {
            this.state = state;
            this.code = code;
            this.connects = connects;
        }

        public String code() {
            return code;
        }
    }

    public FaultySource(DataSource real) {
        this.real = real;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How often a connection was asked for. */
    public long connects() {
        return connects;
    }

    /**
     * Brings a trouble.
     *
     * @param rows how many of them BREAKS lets through
     * @param ended whether the first attempt that meets it also ends it
     */
    public void bring(Trouble what, int rows, boolean ended) {
        trouble = what;
        breaksAfterRows = rows;
        once = ended;
    }

    /** Called while each query runs. */
    public void onQuery(Runnable run) {
        onQuery = run;
    }

    public DataSource pool() {
        return proxy(
                DataSource.class,
                (_, method, arguments) -> {
                    if (method.getName().equals("getConnection")) return connect();
                    if (method.getName().equals("getParentLogger")) return Logger.getGlobal();
                    return invoke(real, method, arguments);
                });
    }

    private Connection connect() throws SQLException {
        connects++;
        if (trouble != Trouble.NONE && !trouble.connects) throw met();
        Connection connection = real.getConnection();
        return proxy(
                Connection.class,
                (_, method, arguments) ->
                        method.getName().equals("createStatement")
                                ? statement(connection.createStatement())
                                : invoke(connection, method, arguments));
    }

    private Statement statement(Statement statement) {
        return proxy(
                Statement.class,
                (_, method, arguments) -> {
                    if (!method.getName().equals("executeQuery")) {
                        return invoke(statement, method, arguments);
                    }
                    onQuery.run();
                    if (trouble != Trouble.NONE && trouble != Trouble.BREAKS) throw met();
                    var rows = (ResultSet) invoke(statement, method, arguments);
                    return trouble == Trouble.BREAKS ? breaking(rows) : rows;
                });
    }

    private ResultSet breaking(ResultSet rows) {
        int[] read = {0};
        return proxy(
                ResultSet.class,
                (_, method, arguments) -> {
                    if (method.getName().equals("next") && read[0]++ >= breaksAfterRows)
                        throw met();
                    return invoke(rows, method, arguments);
                });
    }

    private SQLException met() {
        var failure = new SQLException("simulated " + trouble, trouble.state);
        if (once) trouble = Trouble.NONE;
        return failure;
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
