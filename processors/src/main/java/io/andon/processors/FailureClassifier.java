package io.andon.processors;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.DuplicateKeyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * Names the code of any throwable: by what already carries one, then by SQLSTATE, then by class,
 * along the chain of causes. What nothing recognises is INTERNAL.
 */
public final class FailureClassifier {
    private static final int CAUSES_MAX = 16;

    private FailureClassifier() {}

    public static DegradedCode classify(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < CAUSES_MAX; depth++, link = link.getCause()) {
            Optional<DegradedCode> code = ofLink(link);
            if (code.isPresent()) return code.get();
        }
        return DegradedCode.INTERNAL;
    }

    private static Optional<DegradedCode> ofLink(Throwable link) {
        return switch (link) {
            case CodedException coded -> Optional.of(coded.code());
            case DuplicateKeyException _ -> Optional.of(DegradedCode.SOURCE_DUPLICATE_KEY);
            case SQLException sql -> ofSql(sql);
            case UnknownHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case NoRouteToHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case ConnectException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case SocketTimeoutException _ -> Optional.of(DegradedCode.DB_QUERY_TIMEOUT);
            default -> Optional.empty();
        };
    }

    private static Optional<DegradedCode> ofSql(SQLException sql) {
        Optional<DegradedCode> byState = Optional.ofNullable(sql.getSQLState()).flatMap(Sql::code);
        if (byState.isPresent()) return byState;
        return switch (sql) {
            case SQLTimeoutException _ -> Optional.of(DegradedCode.DB_QUERY_TIMEOUT);
            // HikariCP: with a cause the cause tells; without state and cause no connection came in
            // time, because all are in use or, when none is open, because the server is silent.
            case SQLTransientConnectionException none when none.getCause() == null ->
                    Optional.of(
                            noneOpen(none)
                                    ? DegradedCode.DB_UNREACHABLE
                                    : DegradedCode.DB_POOL_EXHAUSTED);
            default ->
                    sql.getCause() == null
                            ? Optional.of(DegradedCode.DB_QUERY_ERROR)
                            : Optional.empty();
        };
    }

    /** Source: HikariCP 7.1, {@code HikariPool.createTimeoutException}. */
    private static boolean noneOpen(SQLException timeout) {
        String message = timeout.getMessage();
        return message != null && message.contains("(total=0,");
    }

    /** SQLSTATE to code. Source: SQL:2016 part 2 table 38; PostgreSQL appendix A; H2 ErrorCode. */
    private static final class Sql {
        static Optional<DegradedCode> code(String state) {
            return switch (state) {
                case "57014", "55P03", "HYT00", "HYT01", "25P03" ->
                        found(DegradedCode.DB_QUERY_TIMEOUT);
                case "57P01", "57P02", "57P03" -> found(DegradedCode.DB_UNREACHABLE);
                case "53300" -> found(DegradedCode.DB_POOL_EXHAUSTED);
                case "42501" -> found(DegradedCode.DB_AUTH_FAILED);
                default -> ofClass(state.length() < 2 ? state : state.substring(0, 2));
            };
        }

        private static Optional<DegradedCode> ofClass(String stateClass) {
            return switch (stateClass) {
                case "08" -> found(DegradedCode.DB_UNREACHABLE);
                case "28" -> found(DegradedCode.DB_AUTH_FAILED);
                case "22", "42", "0A", "3D", "3F" -> found(DegradedCode.DB_QUERY_ERROR);
                default -> Optional.empty();
            };
        }

        private static Optional<DegradedCode> found(DegradedCode code) {
            return Optional.of(code);
        }
    }
}
