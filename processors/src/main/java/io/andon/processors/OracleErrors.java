package io.andon.processors;

import io.andon.cache.DegradedCode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Oracle's error numbers to code. They come before the SQLSTATE, which Oracle's driver fills
 * coarsely: a wrong password is 72000, as is a deadlock, and an unknown host is 22000. Source:
 * Oracle Database Error Messages, 23ai; {@code errorMap.xml} in ojdbc11 23.26.
 */
final class OracleErrors {
    private static final Pattern ORACLE = Pattern.compile("ORA-\\d{5}\\b.*", Pattern.DOTALL);

    private static final Map<Integer, DegradedCode> CODES = new HashMap<>();

    static {
        // Password wrong, empty, locked, expired, or in its grace; no right to log in or to read.
        put(
                DegradedCode.DB_AUTH_FAILED,
                List.of(1005, 1017, 1031, 1040, 1045, 28000, 28001, 28009));
        // Killed, gone, starting, stopping; no listener, no such service yet, no host.
        put(
                DegradedCode.DB_UNREACHABLE,
                List.of(
                        28, 31, 603, 1012, 1033, 1034, 1089, 1090, 1092, 2396, 2399, 3113, 3114,
                        3135, 12154, 12505, 12514, 12526, 12527, 12528, 12537, 12541, 12543, 12545,
                        12547, 12564, 17008, 17410, 17868, 25408));
        // The server or its listener takes no more sessions.
        put(DegradedCode.DB_POOL_EXHAUSTED, List.of(18, 20, 2391, 12516, 12518, 12519, 12520));
        // Waited too long, cancelled, lost to another, or read for longer than undo is kept.
        put(
                DegradedCode.DB_QUERY_TIMEOUT,
                List.of(54, 60, 1013, 1555, 3136, 8177, 12170, 12535, 12606, 18714, 30006));
        // The server lacks memory or disk: somebody must give it first.
        put(DegradedCode.DB_QUERY_ERROR, List.of(257, 1652, 1653, 4030, 4031));
    }

    private OracleErrors() {}

    /** Empty for another database's error, and for an error whose SQLSTATE tells enough. */
    static Optional<DegradedCode> code(SQLException failure) {
        String message = failure.getMessage();
        return message != null && ORACLE.matcher(message).matches()
                ? Optional.ofNullable(CODES.get(failure.getErrorCode()))
                : Optional.empty();
    }

    private static void put(DegradedCode code, List<Integer> errors) {
        errors.forEach(error -> CODES.put(error, code));
    }
}
