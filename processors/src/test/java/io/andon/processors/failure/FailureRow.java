package io.andon.processors.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.andon.cache.DegradedCode;
import io.andon.processors.FailureClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One row of the table of failures. */
record FailureRow(
        String id,
        String system,
        String what,
        String state,
        int number,
        DegradedCode code,
        boolean retry,
        String proof) {
    private static final Path TABLE = Path.of("../docs/failures.md");

    static List<FailureRow> all() {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> line.startsWith("| "))
                    .filter(line -> !line.startsWith("| Case"))
                    .map(FailureRow::parse)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<FailureRow> of(String system, String... proofs) {
        return all().stream()
                .filter(row -> row.system.equals(system) && List.of(proofs).contains(row.proof));
    }

    private static FailureRow parse(String line) {
        String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        for (int cell = 0; cell < cells.length; cell++) cells[cell] = cells[cell].strip();
        return new FailureRow(
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4].isEmpty() ? 0 : Integer.parseInt(cells[4]),
                DegradedCode.valueOf(cells[5]),
                cells[6].equals("yes"),
                cells[7]);
    }

    /** Does what the row says happens, and compares what comes of it with the row. */
    void assertThatIsWhatComesOf(ThrowingCallable provocation) {
        Throwable failure = catchThrowable(provocation);
        assertThat(failure).as("%s provokes a failure", id).isNotNull();
        assertThat(FailureClassifier.classify(failure)).as("%s: %s", id, failure).isEqualTo(code);
        assertThat(FailureClassifier.classify(new IllegalStateException("wrapped", failure)))
                .isEqualTo(code);
        if (failure instanceof SQLException sql) {
            assertThat(sql.getSQLState() == null ? "" : sql.getSQLState())
                    .as("%s: %s", id, failure)
                    .isEqualTo(state);
            if (number > 0) assertThat(sql.getErrorCode()).as(id).isEqualTo(number);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
