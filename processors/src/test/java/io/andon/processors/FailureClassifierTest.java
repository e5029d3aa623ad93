package io.andon.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureClassifierTest {
    private static final String FULL = "reader - timed out (total=2, active=2, idle=0, waiting=1)";
    private static final String NONE = "reader - timed out (total=0, active=0, idle=0, waiting=1)";

    @ParameterizedTest
    @CsvSource({
        "08000, DB_UNREACHABLE",
        "08001, DB_UNREACHABLE",
        "08006, DB_UNREACHABLE",
        "57P01, DB_UNREACHABLE",
        "57P02, DB_UNREACHABLE",
        "57P03, DB_UNREACHABLE",
        "28000, DB_AUTH_FAILED",
        "28P01, DB_AUTH_FAILED",
        "42501, DB_AUTH_FAILED",
        "53300, DB_POOL_EXHAUSTED",
        "57014, DB_QUERY_TIMEOUT",
        "55P03, DB_QUERY_TIMEOUT",
        "HYT00, DB_QUERY_TIMEOUT",
        "HYT01, DB_QUERY_TIMEOUT",
        "25P03, DB_QUERY_TIMEOUT",
        "42P01, DB_QUERY_ERROR",
        "42601, DB_QUERY_ERROR",
        "42S02, DB_QUERY_ERROR",
        "22012, DB_QUERY_ERROR",
        "0A000, DB_QUERY_ERROR",
        "3D000, DB_QUERY_ERROR",
        "3F000, DB_QUERY_ERROR",
        "XX000, DB_QUERY_ERROR",
        "9, DB_QUERY_ERROR",
        "'', DB_QUERY_ERROR"
    })
    void anSqlstateTells(String state, DegradedCode code) {
        assertThat(FailureClassifier.classify(new SQLException("x", state))).isEqualTo(code);
        assertThat(
                        FailureClassifier.classify(
                                new IllegalStateException(new SQLException("x", state))))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @MethodSource("networkFailures")
    void aFailureOfTheNetworkTells(Throwable failure, DegradedCode code) {
        assertThat(FailureClassifier.classify(failure)).isEqualTo(code);
        assertThat(FailureClassifier.classify(new SQLException("x", (String) null, failure)))
                .isEqualTo(code);
    }

    static Stream<Arguments> networkFailures() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), DegradedCode.DB_UNREACHABLE),
                Arguments.of(new UnknownHostException("db"), DegradedCode.DB_UNREACHABLE),
                Arguments.of(new NoRouteToHostException("db"), DegradedCode.DB_UNREACHABLE),
                Arguments.of(new SocketTimeoutException("read"), DegradedCode.DB_QUERY_TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void theClassOfAnSqlFailureTellsLast(SQLException failure, DegradedCode code) {
        assertThat(FailureClassifier.classify(failure)).isEqualTo(code);
        assertThat(FailureClassifier.classify(new IOException(failure))).isEqualTo(code);
    }

    static Stream<Arguments> classes() {
        var unexplained = new IOException("closed");
        return Stream.of(
                Arguments.of(pool(FULL, null), DegradedCode.DB_POOL_EXHAUSTED),
                Arguments.of(pool(null, null), DegradedCode.DB_POOL_EXHAUSTED),
                Arguments.of(pool(NONE, null), DegradedCode.DB_QUERY_TIMEOUT),
                Arguments.of(pool(FULL, unexplained), DegradedCode.DB_UNREACHABLE),
                Arguments.of(
                        pool(FULL, new SQLException("x", "28000")), DegradedCode.DB_AUTH_FAILED),
                Arguments.of(
                        pool(FULL, new SQLException("x", "08001")), DegradedCode.DB_UNREACHABLE),
                Arguments.of(new SQLTimeoutException("x"), DegradedCode.DB_QUERY_TIMEOUT),
                Arguments.of(
                        new SQLInvalidAuthorizationSpecException("x"), DegradedCode.DB_AUTH_FAILED),
                Arguments.of(
                        new SQLNonTransientConnectionException("closed", "90121"),
                        DegradedCode.DB_UNREACHABLE),
                Arguments.of(new SQLRecoverableException("x"), DegradedCode.DB_UNREACHABLE),
                Arguments.of(new SQLSyntaxErrorException("x"), DegradedCode.DB_QUERY_ERROR),
                Arguments.of(new SQLException("x", unexplained), DegradedCode.DB_QUERY_ERROR));
    }

    @Test
    void theOutermostThatSaysAnythingIsBelieved() {
        var outer = new SQLException("x", "57014", new SQLException("y", "28000"));
        assertThat(FailureClassifier.classify(outer)).isEqualTo(DegradedCode.DB_QUERY_TIMEOUT);
    }

    @Test
    void whatCarriesItsCodeKeepsIt() {
        var coded = new CodedException(DegradedCode.SOURCE_REGRESSED, "x", new ConnectException());
        assertThat(FailureClassifier.classify(new RuntimeException(coded)))
                .isEqualTo(DegradedCode.SOURCE_REGRESSED);
    }

    @Test
    void whatNothingRecognisesIsABug() {
        assertThat(FailureClassifier.classify(new NullPointerException()))
                .isEqualTo(DegradedCode.INTERNAL);
        assertThat(FailureClassifier.classify(new IOException("disk")))
                .isEqualTo(DegradedCode.INTERNAL);
    }

    @Test
    void aRingOfCausesEnds() {
        var one = new RuntimeException("one");
        var two = new RuntimeException("two", one);
        one.initCause(two);
        assertThat(FailureClassifier.classify(one)).isEqualTo(DegradedCode.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT * FROM NOWHERE                        | DB_QUERY_ERROR
                    SELEKT 1                                     | DB_QUERY_ERROR
                    SELECT 1 / 0                                 | DB_QUERY_ERROR
                    SELECT CAST('x' AS INT)                      | DB_QUERY_ERROR
                    """)
    void whatARealDatabaseThrowsIsRecognised(String sql, DegradedCode code) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:", "sa", "");
                var statement = connection.createStatement()) {
            DegradedCode found = null;
            try {
                statement.executeQuery(sql);
            } catch (SQLException e) {
                found = FailureClassifier.classify(e);
            }
            assertThat(found).isEqualTo(code);
        }
    }

    @Test
    void aRealConnectionThatIsGoneIsUnreachable() throws SQLException {
        DegradedCode found = null;
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:h2:mem:gone;DB_CLOSE_DELAY=-1", "sa", "");
                Connection other = DriverManager.getConnection("jdbc:h2:mem:gone", "sa", "");
                var statement = connection.createStatement();
                var otherStatement = other.createStatement()) {
            otherStatement.execute("SHUTDOWN IMMEDIATELY");
            statement.executeQuery("SELECT 1");
        } catch (SQLException e) {
            found = FailureClassifier.classify(e);
        }
        assertThat(found).isEqualTo(DegradedCode.DB_UNREACHABLE);
    }

    @Test
    void aRealLoginThatIsRefusedIsAMatterOfCredentials() throws SQLException {
        try (Connection keeper = DriverManager.getConnection("jdbc:h2:mem:login", "sa", "right")) {
            DegradedCode found = null;
            try (Connection _ = DriverManager.getConnection("jdbc:h2:mem:login", "sa", "wrong")) {
                assertThat(keeper.isClosed()).isFalse();
            } catch (SQLException e) {
                found = FailureClassifier.classify(e);
            }
            assertThat(found).isEqualTo(DegradedCode.DB_AUTH_FAILED);
        }
    }

    private static SQLException pool(@Nullable String message, @Nullable Throwable cause) {
        return new SQLTransientConnectionException(message, null, cause);
    }
}
