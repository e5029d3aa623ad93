package io.andon.routes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "2s, PT2S",
        "5m, PT5M",
        "4h, PT4H",
        "0s, PT0S",
        "090s, PT90S",
        "999999999ms, PT999999.999S"
    })
    void aDurationIsReadAsPeopleWriteIt(String text, String iso) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.parse(iso));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 s",
                " 5s",
                "5s ",
                "-5s",
                "1.5s",
                "5S",
                "5min",
                "5d",
                "PT5S",
                "1h30m",
                "9999999999s",
                "٥s"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("500ms, 2s, 5m or 4h");
    }
}
