package io.andon.routes.contract;

import java.sql.SQLException;

/** A function of the seeded plant's database that fails with a state of the test's choice. */
public final class Raised {
    private Raised() {}

    /** Throws, unless the state is that of success; the database calls it for a row. */
    public static boolean raise(String sqlState) throws SQLException {
        if (sqlState.equals("00000")) return true;
        throw new SQLException("raised by the test", sqlState);
    }
}
