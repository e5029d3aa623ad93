package io.andon.routes.contract;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** A function of the seeded plant's database that fails with a state of the test's choice. */
public final class Raised {
    private static volatile CountDownLatch held = new CountDownLatch(0);

    private Raised() {}

    /** From now on the state HOLD waits until the returned latch is open. */
    static CountDownLatch hold() {
        held = new CountDownLatch(1);
        return held;
    }

    /** Throws, unless the state is that of success; the database calls it for a row. */
    public static boolean raise(String sqlState) throws SQLException {
        if (sqlState.equals("00000")) return true;
        if (sqlState.equals("HOLD")) return await();
        throw new SQLException("raised by the test", sqlState);
    }

    private static boolean await() {
        try {
            held.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
