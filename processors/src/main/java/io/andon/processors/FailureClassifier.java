package io.andon.processors;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.DuplicateKeyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names the code of any throwable: by what a link in the chain of causes says (a code, an SQLSTATE,
 * a failure of the network), then by the class of an SQL failure. What nothing recognises is
 * INTERNAL.
 */
public final class FailureClassifier {
    private static final int CAUSES_MAX = 16;

    private FailureClassifier() {}

    public static DegradedCode classify(Throwable failure) {
        List<Throwable> links = links(failure);
        return links.stream()
                .map(FailureClassifier::bySaying)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> byClass(links))
                .orElse(DegradedCode.INTERNAL);
    }

    private static List<Throwable> links(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, link -> link == null ? null : link.getCause())
                .limit(CAUSES_MAX)
                .<Throwable>mapMulti((link, links) -> {
                    if (link != null) links.accept(link);
                })
                .toList();
    }

    /** What a link says by itself: its code, its SQLSTATE, its failure of the network. */
    private static Optional<DegradedCode> bySaying(Throwable link) {
        return switch (link) {
            case CodedException coded -> Optional.of(coded.code());
            case DuplicateKeyException _ -> Optional.of(DegradedCode.SOURCE_DUPLICATE_KEY);
            case SQLException sql -> Optional.ofNullable(sql.getSQLState()).flatMap(Sql::code);
            case UnknownHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case NoRouteToHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case ConnectException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case SocketTimeoutException _ -> Optional.of(DegradedCode.DB_QUERY_TIMEOUT);
            default -> Optional.empty();
        };
    }

    /** Whatever SQL failure nothing else explains is an error of the query, not of Andon. */
    private static Optional<DegradedCode> byClass(List<Throwable> links) {
        return links.stream()
                .filter(SQLException.class::isInstance)
                .map(link -> byClass((SQLException) link))
                .min(Comparator.comparing(code -> code == DegradedCode.DB_QUERY_ERROR));
    }

    private static DegradedCode byClass(SQLException sql) {
        return switch (sql) {
            case SQLTimeoutException _ -> DegradedCode.DB_QUERY_TIMEOUT;
            case SQLInvalidAuthorizationSpecException _ -> DegradedCode.DB_AUTH_FAILED;
            // HikariCP: without state and cause no connection came in time, because all are in use
            // or, when none is open, because the server is silent.
            case SQLTransientConnectionException none
                    when none.getCause() == null && !noneOpen(none) ->
                    DegradedCode.DB_POOL_EXHAUSTED;
            case SQLTransientConnectionException _ -> DegradedCode.DB_UNREACHABLE;
            case SQLNonTransientConnectionException _ -> DegradedCode.DB_UNREACHABLE;
            case SQLRecoverableException _ -> DegradedCode.DB_UNREACHABLE;
            default -> DegradedCode.DB_QUERY_ERROR;
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
