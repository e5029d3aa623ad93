package io.andon.routes.faults;

import org.junit.jupiter.api.Tag;

/** The same with as many browsers as a large plant has. */
@Tag("full")
class FullStormTest extends StormTest {
    @Override
    int count() {
        return 500;
    }
}
