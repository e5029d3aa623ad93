package io.andon.processors.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.processors.watchdog.WatchdogDocument.Case;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of docs/watchdog.md. */
final class WatchdogTableTest {
    static List<Case> cases() {
        return WatchdogDocument.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheTableSays(Case row) {
        var played = new Scenario(row);
        assertThat(played.done() + " / " + played.last())
                .as(row.why())
                .isEqualTo(row.done() + " / " + row.last());
    }

    @Test
    void noCaseIsDecidedTwiceAndEachSaysWhy() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(cases()).extracting(Case::id).doesNotHaveDuplicates();
        assertThat(cases()).extracting(Case::why).allMatch(why -> !why.isEmpty());
    }

    @Test
    void everyReasonIsReachedByARow() {
        Stream<String> reached =
                cases().stream()
                        .flatMap(row -> Stream.of((row.done() + ", " + row.last()).split(", ", -1)))
                        .filter(said -> !said.equals("nothing"))
                        .map(said -> said.split(" ", -1)[1]);
        assertThat(reached).containsAll(Arrays.stream(Reason.values()).map(Reason::id).toList());
    }
}
