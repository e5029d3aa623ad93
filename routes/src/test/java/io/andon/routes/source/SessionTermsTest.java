package io.andon.routes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each driver is handed. Oracle's part is unproven against a server: none runs here. */
final class SessionTermsTest {
    private static final SessionTerms.Limits LIMITS =
            new SessionTerms.Limits(
                    Duration.ofMillis(2_500),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Optional.of(Duration.ofSeconds(9)));

    @Test
    void postgresGetsNamesLimitsAndKeepAlive() {
        assertThat(SessionTerms.of("jdbc:postgresql:x", "andon/fab/query", LIMITS).properties())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "ApplicationName",
                                "andon/fab/query",
                                "tcpKeepAlive",
                                "true",
                                "prepareThreshold",
                                "-1",
                                "connectTimeout",
                                "3",
                                "loginTimeout",
                                "3",
                                "socketTimeout",
                                "3",
                                "cancelSignalTimeout",
                                "3",
                                "allowEncodingChanges",
                                "true",
                                "options",
                                "-c default_transaction_read_only=on -c lock_timeout=3000"
                                        + " -c statement_timeout=9000"));
    }

    /** Names as in ojdbc's {@code OracleConnection.CONNECTION_PROPERTY_…}. */
    @Test
    void oracleGetsNameLimitsInMillisecondsAndKeepAlive() {
        SessionTerms terms =
                SessionTerms.of("jdbc:oracle:thin:@//h/s", "andon/" + "x".repeat(60), LIMITS);
        assertThat(terms.properties())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "v$session.program",
                                "andon/" + "x".repeat(42),
                                "oracle.net.CONNECT_TIMEOUT",
                                "2500",
                                "oracle.jdbc.ReadTimeout",
                                "2500",
                                "oracle.net.keepAlive",
                                "true"));
        assertThat(terms.statements()).isEmpty();
    }

    @Test
    void h2IsToldBySettings() {
        assertThat(SessionTerms.of("jdbc:h2:mem:x", "andon/fab/query", LIMITS).statements())
                .containsExactly("SET LOCK_TIMEOUT 3000", "SET QUERY_TIMEOUT 9000");
    }

    @Test
    void aDatabaseThatNobodyKnowsIsLeftAsItIs() {
        assertThat(SessionTerms.of("jdbc:other:x", "s", LIMITS).properties()).isEmpty();
    }
}
