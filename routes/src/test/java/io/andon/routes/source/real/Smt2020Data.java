package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** The testbed's CSV files, where {@code ANDON_TEST_DATA} says or beside the repository. */
final class Smt2020Data {
    private static final Pattern COPY = Pattern.compile("\\\\copy (\\S+) FROM '(\\S+)' (WITH .*)");

    private static final Path FOLDER =
            Optional.ofNullable(System.getenv("ANDON_TEST_DATA"))
                    .map(Path::of)
                    .orElse(RunningAndon.home().resolve("../shared/data"))
                    .resolve("smt2020-hvlm")
                    .toAbsolutePath()
                    .normalize();

    private Smt2020Data() {}

    static boolean isPresent() {
        return Files.isReadable(FOLDER.resolve("lots.csv"));
    }

    /** Finds the files; without them the test is skipped, or fails where that must not be. */
    static Smt2020Data find() {
        if (!isPresent()) {
            String message = "no SMT2020 data in %s (ANDON_TEST_DATA)".formatted(FOLDER);
            if ("1".equals(System.getenv("ANDON_TEST_STRICT"))) fail(message);
            abort(message);
        }
        return new Smt2020Data();
    }

    List<NamedCsvRecord> rows(String file) throws IOException {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve(file))) {
            return reader.stream().toList();
        }
    }

    /** Runs the plant's own load.sql; its copies, which only psql knows, go over the wire. */
    void load(Connection connection) throws SQLException, IOException {
        Path script = RunningAndon.home().resolve("config/plants/smt2020/load.sql");
        var sql = new StringBuilder();
        try (var statement = connection.createStatement()) {
            for (String line : Files.readAllLines(script)) {
                Matcher copy = COPY.matcher(line);
                if (copy.matches()) {
                    if (!sql.isEmpty()) statement.execute(sql.toString());
                    sql.setLength(0);
                    copy(connection, copy);
                } else if (!line.startsWith("\\")) {
                    sql.append(line).append('\n');
                }
            }
            statement.execute(sql.toString());
        }
    }

    private void copy(Connection connection, Matcher copy) throws SQLException, IOException {
        String sql = "COPY %s FROM STDIN %s".formatted(copy.group(1), copy.group(3));
        try (Reader csv = Files.newBufferedReader(FOLDER.resolve(copy.group(2)))) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, csv);
        }
    }
}
