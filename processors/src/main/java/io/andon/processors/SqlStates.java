package io.andon.processors;

import io.andon.cache.DegradedCode;
import java.util.Optional;

/**
 * SQLSTATE to code. Source: SQL:2016 part 2 table 38; PostgreSQL 15 appendix A; H2's {@code
 * ErrorCode}.
 *
 * <p>Who lost to others (class 40) may ask again, and so may who was told to wait. Who met a server
 * that lacks something (class 53 but for 53300) may not: somebody must give it first.
 */
final class SqlStates {
    private SqlStates() {}

    /** Empty for a state that says nothing of its own, so that the class of the failure decides. */
    static Optional<DegradedCode> code(String state) {
        return switch (state) {
            case "57014", "55P03", "HYT00", "HYT01", "25P03", "25P04" ->
                    found(DegradedCode.DB_QUERY_TIMEOUT);
            case "57P01", "57P02", "57P03", "57P05" -> found(DegradedCode.DB_UNREACHABLE);
            case "53300" -> found(DegradedCode.DB_POOL_EXHAUSTED);
            case "42501", "90096" -> found(DegradedCode.DB_AUTH_FAILED);
            default -> ofClass(state.length() < 2 ? state : state.substring(0, 2));
        };
    }

    private static Optional<DegradedCode> ofClass(String stateClass) {
        return switch (stateClass) {
            case "08" -> found(DegradedCode.DB_UNREACHABLE);
            case "28" -> found(DegradedCode.DB_AUTH_FAILED);
            case "40" -> found(DegradedCode.DB_QUERY_TIMEOUT);
            case "0A", "22", "25", "3D", "3F", "42", "53", "54", "58", "XX" ->
                    found(DegradedCode.DB_QUERY_ERROR);
            default -> Optional.empty();
        };
    }

    private static Optional<DegradedCode> found(DegradedCode code) {
        return Optional.of(code);
    }
}
