package io.andon.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the data and SQL files that lie beside the classes. */
final class DataFile {
    private DataFile() {}

    static String text(String name) {
        try (var in = DataFile.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * Rows of trimmed cells; cells are parted by {@code |}, lines that begin with # are skipped.
     */
    static List<List<String>> rows(String name) {
        return text(name)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::trim).toList())
                .toList();
    }

    /** The statements of a SQL file, without comments. */
    static List<String> statements(String name) {
        var sql = new StringBuilder();
        text(name).lines().filter(line -> !line.startsWith("--")).forEach(sql::append);
        return Arrays.stream(sql.toString().split(";", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
    }
}
