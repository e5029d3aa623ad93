package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the way to the database. */
@Tag("full")
class ReachabilityTest extends FaultTest {
    /** Some versions of the tables, and whatever the JVM has not let go of. */
    private static final long HEAP_SLACK_BYTES = 16 << 20;

    static List<Fault> faults() {
        return Reachability.faults();
    }

    @Test
    void aHundredLostConnectionsLeaveNothingBehind() {
        lab().awaitSound();
        Footprint before = Footprint.of(lab());
        long heap = heapBytes();
        for (int i = 0; i < 100; i++) {
            lab().line().reset();
            lab().andon().refresh(LabPlant.TABLES.get(i % LabPlant.TABLES.size()));
        }
        lab().awaitSound();
        before.awaitNoMore(lab());
        assertThat(heapBytes()).isLessThan(heap + HEAP_SLACK_BYTES);
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static Stream<Fault> cuts() {
        return IntStream.range(1, Reachability.SIXTEENTHS).mapToObj(Reachability::cut);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void noPartOfAReadIsEverShown(Fault cut) throws Exception {
        tryOut(cut, Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theLastGoodFiguresStayAndTheCauseIsSaid(Fault fault) throws Exception {
        tryOut(fault, Duration.ofSeconds(11));
    }
}
