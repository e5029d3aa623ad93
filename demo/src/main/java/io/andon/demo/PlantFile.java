package io.andon.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plant's database file. It belongs to {@link #OWNER}; the reader's user may only select. A
 * file of another seed, size or generator version, or one left half written, is generated anew; a
 * broken one is put aside first.
 */
final class PlantFile {
    static final String OWNER = "PLANT";

    private static final Logger log = LoggerFactory.getLogger(PlantFile.class);
    private static final String FILE_PREFIX = "jdbc:h2:file:";
    private static final String SUFFIX = ".mv.db";
    private static final String NO_TRACE_FILE = ";TRACE_LEVEL_FILE=0";
    private static final int CACHE_KIB = 16 * 1024;

    /**
     * How long the file keeps what was overwritten. A lazy read finds its rows there, so this must
     * be longer than the longest read: with 5 s, reads of a million lots broke off.
     */
    private static final int RETENTION_MILLIS = 90_000;

    /** Failures that another file would not mend: open elsewhere, or a URL that names none. */
    private static final Set<Integer> NOT_THE_FILES_FAULT =
            Set.of(
                    ErrorCode.DATABASE_ALREADY_OPEN_1,
                    ErrorCode.URL_FORMAT_ERROR_2,
                    ErrorCode.URL_RELATIVE_TO_CWD,
                    ErrorCode.UNSUPPORTED_SETTING_1,
                    ErrorCode.INVALID_DATABASE_NAME_1);

    private static final Set<Integer> HALF_WRITTEN =
            Set.of(
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2);

    private final String url;
    private final String reader;
    private final int lots;
    private final long seed;
    private final Clock clock;

    PlantFile(String url, String reader, int lots, long seed, Clock clock) {
        this.url = url;
        this.reader = reader.toUpperCase(Locale.ROOT);
        this.lots = lots;
        this.seed = seed;
        this.clock = clock;
    }

    /** A simulator over the whole plant, generated where needed. */
    Simulator open() throws SQLException {
        Optional<Simulator> kept;
        try {
            kept = with(connect(), this::keep);
        } catch (SQLException e) {
            if (NOT_THE_FILES_FAULT.contains(e.getErrorCode()) || !putAside(e)) throw e;
            kept = Optional.empty();
        }
        if (kept.isPresent()) return kept.get();
        return with(
                connect(),
                connection -> {
                    generate(connection);
                    return simulator(connection);
                });
    }

    /** A simulator over the plant as it stands. */
    Simulator reopen() throws SQLException {
        return with(connect(), this::simulator);
    }

    /** The plant's past, over a session of its own. */
    PlantPast past() throws SQLException {
        return with(
                connect(),
                connection -> new PlantPast(new PlantSession(connection), lots, seed, clock));
    }

    /** The plant found, or empty and nothing left of what was found. */
    private Optional<Simulator> keep(Connection connection) throws SQLException {
        Found found = find(connection);
        if (found == Found.THIS) return Optional.of(simulator(connection));
        if (found == Found.OTHER) execute(connection, "DROP ALL OBJECTS DELETE FILES");
        connection.close();
        return Optional.empty();
    }

    private Simulator simulator(Connection connection) throws SQLException {
        return new Simulator(new PlantSession(connection), lots, seed, clock);
    }

    /** Uses a connection that the result takes over; it is closed when there is no result. */
    private static <T> T with(Connection connection, Use<T> use) throws SQLException {
        try {
            return use.of(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private interface Use<T> {
        T of(Connection connection) throws SQLException;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url + NO_TRACE_FILE, OWNER, "");
    }

    private void generate(Connection connection) throws SQLException {
        long start = System.nanoTime();
        execute(connection, "SET CACHE_SIZE " + CACHE_KIB);
        execute(connection, "SET RETENTION_TIME " + RETENTION_MILLIS);
        PlantGenerator.generate(connection, lots, seed, clock);
        if (!reader.equals(OWNER)) {
            String quoted = '"' + reader.replace("\"", "\"\"") + '"';
            execute(connection, "CREATE USER IF NOT EXISTS " + quoted + " PASSWORD ''");
            execute(connection, "GRANT SELECT ON SCHEMA PUBLIC TO " + quoted);
        }
        log.info(
                "Demo plant generated: {} lots, {} machines, seed {}, {} ms",
                lots,
                MachineFamily.MACHINES,
                seed,
                (System.nanoTime() - start) / 1_000_000);
    }

    private enum Found {
        NOTHING,
        OTHER,
        THIS
    }

    private Found find(Connection connection) throws SQLException {
        String sql = "SELECT GENERATOR_VERSION, SEED, LOTS FROM MES_GENERATOR";
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            boolean same =
                    row.next()
                            && row.getInt(1) == PlantGenerator.VERSION
                            && row.getLong(2) == seed
                            && row.getInt(3) == lots
                            && hasReader(connection);
            return same ? Found.THIS : Found.OTHER;
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1) {
                return Found.NOTHING;
            }
            if (HALF_WRITTEN.contains(e.getErrorCode())) return Found.OTHER;
            throw e;
        }
    }

    private boolean hasReader(Connection connection) throws SQLException {
        String sql = "SELECT 1 FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, reader);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean putAside(SQLException why) {
        Optional<Path> file = file().filter(Files::exists);
        file.ifPresent(broken -> {
            Path aside = broken.resolveSibling(broken.getFileName() + ".broken");
            log.warn(
                    "The demo plant's file cannot be used ({}); kept as {}, a new one is"
                            + " generated",
                    why.getMessage(),
                    aside);
            move(broken, aside);
        });
        return file.isPresent();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> file() {
        if (!url.startsWith(FILE_PREFIX)) return Optional.empty();
        int end = url.indexOf(';');
        String path = url.substring(FILE_PREFIX.length(), end < 0 ? url.length() : end);
        return Optional.of(Path.of(path + SUFFIX));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
