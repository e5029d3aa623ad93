package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: no restart without somebody who starts it again. */
final class SupervisorTest {
    @Test
    void systemdIsOneForTheProcessThatItStartedItself() {
        var environment = Map.of("SYSTEMD_EXEC_PID", "42", "INVOCATION_ID", "x");
        assertThat(Supervisor.isPresent("auto", environment, 42)).isTrue();
        assertThat(Supervisor.isPresent("auto", environment, 43))
                .as("a shell that inherited its environment")
                .isFalse();
        assertThat(Supervisor.isPresent("auto", Map.of(), 42)).isFalse();
        assertThat(Supervisor.isPresent("false", environment, 42)).isFalse();
        assertThat(Supervisor.isPresent("true", Map.of(), 42)).isTrue();
    }
}
