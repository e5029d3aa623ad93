package io.andon.routes.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of credentials, rights, limits and locks. */
@Tag("full")
class LimitsTest extends FaultTest {
    static List<Fault> faults() {
        return Limits.faults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theLastGoodFiguresStayAndTheCauseIsSaid(Fault fault) throws Exception {
        tryOut(fault, Duration.ofSeconds(6));
    }
}
