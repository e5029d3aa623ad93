package io.andon.processors;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.DuplicateKeyException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
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
 * Names the code of any throwable: by what a link in the chain of causes says (a code, an error of
 * Oracle, an SQLSTATE, a failure of the network), then by the class of an SQL failure. What nothing
 * recognises, and whatever the JVM itself failed at, is INTERNAL. Every case that is decided is a
 * row of {@code docs/failures.md}.
 */
public final class FailureClassifier {
    private static final int CAUSES_MAX = 16;

    private FailureClassifier() {}

    public static DegradedCode classify(Throwable failure) {
        List<Throwable> links = links(failure);
        if (links.stream().anyMatch(VirtualMachineError.class::isInstance)) {
            return DegradedCode.INTERNAL;
        }
        boolean silence = links.stream().anyMatch(SocketTimeoutException.class::isInstance);
        return links.stream()
                .map(FailureClassifier::bySaying)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> byClass(links))
                .map(code -> silence && code == DegradedCode.DB_UNREACHABLE ? SILENT : code)
                .orElse(DegradedCode.INTERNAL);
    }

    /** A driver calls a lost connection what was a time-out: the cause beneath tells them apart. */
    private static final DegradedCode SILENT = DegradedCode.DB_QUERY_TIMEOUT;

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
            case CallNotPermittedException _ -> Optional.of(DegradedCode.CIRCUIT_BREAKER_OPEN);
            case BulkheadFullException _ -> Optional.of(DegradedCode.SOURCE_BUSY);
            case SQLException sql ->
                    OracleErrors.code(sql)
                            .or(() ->
                                    Optional.ofNullable(sql.getSQLState())
                                            .flatMap(SqlStates::code));
            case UnknownHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case NoRouteToHostException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case PortUnreachableException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case SocketException _ -> Optional.of(DegradedCode.DB_UNREACHABLE);
            case SocketTimeoutException _ -> Optional.of(SILENT);
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
            case SQLTransientConnectionException none when none.getCause() == null ->
                    noneOpen(none) ? SILENT : DegradedCode.DB_POOL_EXHAUSTED;
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
}
