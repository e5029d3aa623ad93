package io.andon.routes.faults;

import io.andon.routes.faults.Trial.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Trials in one laboratory, and what they measured as a table at the end. */
abstract class FaultTest {
    private static final List<Result> RESULTS = new ArrayList<>();

    @TempDir private static Path folder = Path.of("");
    private static Optional<FaultLab> lab = Optional.empty();

    @BeforeAll
    static void open() throws IOException, SQLException {
        RESULTS.clear();
        lab = Optional.of(FaultLab.open(folder, Seed.ofTheDay()));
    }

    @AfterAll
    static void close(TestInfo test) throws IOException {
        Report.write(test.getDisplayName(), RESULTS);
        lab.orElseThrow().close();
    }

    static FaultLab lab() {
        return lab.orElseThrow();
    }

    static void tryOut(Fault fault, Duration hold) throws Exception {
        RESULTS.add(new Trial(lab(), fault, hold).run());
    }
}
