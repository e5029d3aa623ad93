package io.andon.routes.source;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that a pool has lent. One that is kept for too long is logged once, with the stack
 * that took it, and taken back: the pool closes it and opens another, and whoever still holds it is
 * told so at the next use. Where the database ends no statement by itself, every statement gets the
 * driver's own time-out. Threads: any.
 */
final class Loans {
    private static final Logger LOG = LoggerFactory.getLogger(Loans.class);
    private static final String NOT_CONNECTED = "08003";

    private final Duration limit;
    private final Optional<Duration> statement;
    private final LongSupplier nanos;
    private final Set<Loan> lent = ConcurrentHashMap.newKeySet();

    Loans(Duration limit, Optional<Duration> statement, LongSupplier nanos) {
        this.limit = limit;
        this.statement = statement;
        this.nanos = nanos;
    }

    Connection lend(Connection connection, HikariDataSource pool) {
        var loan = new Loan(connection, pool);
        lent.add(loan);
        return (Connection)
                Proxy.newProxyInstance(
                        Loans.class.getClassLoader(), new Class<?>[] {Connection.class}, loan);
    }

    /** Takes back what is overdue; to be called every now and then. */
    void reclaim() {
        lent.forEach(Loan::reclaimIfOverdue);
    }

    /** Who took it, and where. */
    private static final class Taken extends Exception {
        private static final long serialVersionUID = 1L;

        Taken() {
            super("taken here by " + Thread.currentThread().getName());
        }
    }

    private final class Loan implements InvocationHandler {
        private final Connection connection;
        private final HikariDataSource pool;
        private final long takenNanos = nanos.getAsLong();
        private final Taken taken = new Taken();
        private final AtomicBoolean ended = new AtomicBoolean();

        Loan(Connection connection, HikariDataSource pool) {
            this.connection = connection;
            this.pool = pool;
        }

        void reclaimIfOverdue() {
            boolean overdue = nanos.getAsLong() - takenNanos > limit.toNanos();
            if (!overdue || !ended.compareAndSet(false, true)) return;
            lent.remove(this);
            LOG.warn(
                    "a connection of pool {} was kept longer than {} s; it is closed",
                    pool.getPoolName(),
                    limit.toSeconds(),
                    taken);
            pool.evictConnection(connection);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "close" -> close();
                case "isClosed" -> ended.get() || connection.isClosed();
                default -> limited(call(method, arguments));
            };
        }

        private @Nullable Object close() throws SQLException {
            if (ended.compareAndSet(false, true)) {
                lent.remove(this);
                connection.close();
            }
            return null;
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments)
                throws Throwable {
            if (ended.get() && method.getDeclaringClass() == Connection.class) {
                throw new SQLNonTransientConnectionException(
                        "the connection was given back", NOT_CONNECTED);
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private @Nullable Object limited(@Nullable Object made) throws SQLException {
            if (made instanceof Statement each && statement.isPresent()) {
                each.setQueryTimeout((int) statement.get().plusMillis(999).toSeconds());
            }
            return made;
        }
    }
}
