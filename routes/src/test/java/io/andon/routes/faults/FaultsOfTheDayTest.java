package io.andon.routes.faults;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A handful of all faults, drawn anew each day; {@code -Dandon.fault=N} takes one row, or some
 * ({@code 5,6}).
 */
class FaultsOfTheDayTest extends FaultTest {
    private static final int FAULTS = 3;
    private static final List<String> ANY = List.of("");

    static List<Arguments> faults() {
        long seed = Seed.ofTheDay();
        var all = new ArrayList<>(Reachability.faults());
        all.addAll(Limits.faults());
        all.addAll(SourceData.faults());
        Collections.shuffle(all, new Random(seed));
        List<String> rows = List.of(System.getProperty("andon.fault", "").split(","));
        return all.stream()
                .filter(fault -> ANY.equals(rows) || rows.contains("" + fault.number()))
                .limit(ANY.equals(rows) ? FAULTS : all.size())
                .map(fault -> arguments(seed, fault))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}: {1}")
    @MethodSource("faults")
    void theLastGoodFiguresStayAndTheCauseIsSaid(long seed, Fault fault) throws Exception {
        tryOut(fault, Duration.ofSeconds(1));
    }
}
