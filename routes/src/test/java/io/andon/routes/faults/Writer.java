package io.andon.routes.faults;

import io.andon.routes.running.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Moves lots and machines of a laboratory without a pause, and leaves as many as there were. */
final class Writer {
    private static final String MOVE =
            """
            UPDATE mes.lot SET workcenter = 'WC-' || (random() * 11)::integer, qty = qty + 1
              WHERE lot_id = 'LOT-' || to_char(1 + (random() * 2999)::integer, 'FM00000');
            UPDATE mes.machine_state SET state = CASE state WHEN 'RUN' THEN 'IDLE' ELSE 'RUN' END
              WHERE resource_id = 'EQ-' || to_char(1 + (random() * 199)::integer, 'FM0000')
            """;

    private final Postgres server;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private @Nullable Thread thread;

    Writer(Postgres server) {
        this.server = server;
    }

    void start() {
        thread = Thread.startVirtualThread(this::write);
    }

    void end() throws InterruptedException, SQLException {
        ending.set(true);
        if (thread != null) thread.join();
        SQLException failed = failure.get();
        if (failed != null) throw failed;
    }

    private void write() {
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                while (!ending.get()) {
                    statement.execute(MOVE);
                    connection.commit();
                }
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }
}
