package io.andon.routes.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may never stand in a log. */
class RedactionTest {
    private final Redaction redaction = new Redaction(List.of("s3cr$t.*", "abc"));

    @Test
    void aKnownSecretIsMaskedWhereverItStands() {
        assertThat(redaction.apply("FATAL: s3cr$t.* is wrong (s3cr$t.*)"))
                .isEqualTo("FATAL: *** is wrong (***)");
        assertThat(redaction.apply("s3cr$tXX")).isEqualTo("s3cr$tXX");
    }

    @Test
    void aSecretTooShortToBeOneMasksNothing() {
        assertThat(redaction.apply("abcdef")).isEqualTo("abcdef");
        assertThat(new Redaction(List.of()).apply("anything")).isEqualTo("anything");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:x://h/d?user=u&password=geheim&ssl=on|jdbc:x://h/d?user=u&password=***&ssl=on",
                "jdbc:oracle:thin:@//h:1521/s {PASSWORD=geheim, user=u}|"
                        + "jdbc:oracle:thin:@//h:1521/s {PASSWORD=***, user=u}",
                "{\"password\": \"geheim\", \"a\": 1}|{\"password\": \"***\", \"a\": 1}",
                "Authorization: Bearer geheim.1-2_3|Authorization: Bearer ***",
                "http://me:geheim@host/x|http://me:***@host/x",
                "token=geheim;next|token=***;next",
                "The admin token is in /state/admin-token|The admin token is in /state/admin-token",
                "12:30:05 lots, user@host|12:30:05 lots, user@host"
            })
    void whatStandsWhereAPasswordDoesIsMasked(String said, String written) {
        assertThat(redaction.apply(said)).isEqualTo(written);
    }
}
