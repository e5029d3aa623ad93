package io.andon.processors.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.GateLimits;
import io.andon.cache.schema.ColumnType;
import io.andon.processors.source.DeclaredType;
import io.andon.processors.source.DeclaredType.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each gate by itself: what it lets through, and what it names when it does not. */
final class GateTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Optional<Facts> NOTHING = Optional.empty();

    @ParameterizedTest
    @CsvSource({
        "400, 0, true", // the fab is not empty by accident
        ", 0, true", // nor at the start
        "0, 0, false", // it was empty, and someone said that this is right
        "400, 1, false",
        "0, 1, false"
    })
    void noRowsAreSuspectUnlessThereWereNone(@Nullable Integer before, int rows, boolean refused) {
        Optional<Facts> published = Optional.ofNullable(before).map(GateTest::rows);
        assertThat(refuse(Gate.NOT_EMPTY, published, rows(rows)).isPresent()).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 200, false",
        "400, 199, true",
        "400, 4000, false",
        "400, 4001, true",
        "400, 0, false", // another gate's
        "0, 100000, false",
        "3, 1, true",
        "1, 10, false",
        "2000000000, 1999999999, false"
    })
    void theRowsFallByHalfAndRiseTenfoldAtMost(int before, int rows, boolean refused) {
        assertThat(refuse(Gate.ROW_COUNT, Optional.of(rows(before)), rows(rows)).isPresent())
                .isEqualTo(refused);
    }

    @Test
    void theFirstReadMayHaveAnyNumberOfRows() {
        assertThat(refuse(Gate.ROW_COUNT, NOTHING, rows(1))).isEmpty();
        assertThat(refuse(Gate.ROW_COUNT, NOTHING, rows(2_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1, false", "1000, 2, true", "999, 1, true", "400, 0, false"})
    void oneRowInAThousandMayLackItsKey(int rows, int quarantined, boolean refused) {
        var read = new Facts(2, "", Optional.empty(), rows, quarantined, Map.of(), Map.of());
        assertThat(refuse(Gate.KEYS, NOTHING, read).isPresent()).isEqualTo(refused);
    }

    @Test
    void dataOfAnEarlierTimeIsRefused() {
        Optional<Facts> published = Optional.of(asOf(NOON));
        assertThat(refuse(Gate.NOT_OLDER, published, asOf(NOON.minusMillis(1)))).isPresent();
        assertThat(refuse(Gate.NOT_OLDER, published, asOf(NOON))).isEmpty();
        assertThat(refuse(Gate.NOT_OLDER, NOTHING, asOf(Instant.EPOCH))).isEmpty();
    }

    @Test
    void aSourceThatTellsNoTimeCannotGoBack() {
        assertThat(refuse(Gate.NOT_OLDER, Optional.of(rows(9)), asOf(Instant.EPOCH))).isEmpty();
        assertThat(refuse(Gate.NOT_OLDER, Optional.of(asOf(NOON)), rows(9))).isEmpty();
    }

    @Test
    void aColumnThatIsGoneOrOfAnotherTypeIsNamed() {
        Facts published = columns(Map.of("qty", ColumnType.LONG, "customer", ColumnType.TEXT));
        assertThat(
                        refuse(
                                Gate.SCHEMA,
                                Optional.of(published),
                                columns(
                                        Map.of(
                                                "qty",
                                                ColumnType.DOUBLE,
                                                "client",
                                                ColumnType.TEXT))))
                .hasValue("column customer is missing; column qty is DOUBLE, was LONG");
    }

    @Test
    void aFurtherColumnIsNoDrift() {
        Facts published = columns(Map.of("qty", ColumnType.LONG));
        Facts read = columns(Map.of("qty", ColumnType.LONG, "more", ColumnType.TEXT));
        assertThat(refuse(Gate.SCHEMA, Optional.of(published), read)).isEmpty();
        assertThat(refuse(Gate.SCHEMA, NOTHING, read)).isEmpty();
    }

    @Test
    void anotherQueryMayGiveOtherColumns() {
        Facts published = columns(Map.of("qty", ColumnType.LONG, "customer", ColumnType.TEXT));
        var read = new Facts(2, "SELECT", Optional.empty(), 9, 0, Map.of(), Map.of());
        assertThat(refuse(Gate.SCHEMA, Optional.of(published), read)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT, 3, EXACT, 2, true",
        "EXACT, 2, EXACT, 3, false",
        "EXACT, 2, APPROXIMATE, 53, true",
        "APPROXIMATE, 53, APPROXIMATE, 24, true",
        "APPROXIMATE, 24, APPROXIMATE, 53, false",
        "WHOLE, 0, EXACT, 0, false",
        "WHOLE, 0, TEXT, 2147483647, true",
        "WHOLE, 0, APPROXIMATE, 53, true",
        "TEXT, 2147483647, TEXT, 2147483647, false"
    })
    void aLossOfPrecisionIsDriftAlsoWhereTheColumnsTypeStays(
            Kind was, int digits, Kind now, int digitsNow, boolean refused) {
        Optional<Facts> published = Optional.of(declared(new DeclaredType(was, digits)));
        Facts read = declared(new DeclaredType(now, digitsNow));
        assertThat(refuse(Gate.SCHEMA, published, read).isPresent()).isEqualTo(refused);
    }

    private static Optional<String> refuse(Gate gate, Optional<Facts> published, Facts read) {
        return gate.refuse(GateLimits.DEFAULT, published, read);
    }

    static Facts rows(int rows) {
        return new Facts(1, "", Optional.empty(), rows, 0, Map.of(), Map.of());
    }

    private static Facts asOf(Instant time) {
        return new Facts(1, "", Optional.of(time), 9, 0, Map.of(), Map.of());
    }

    private static Facts columns(Map<String, ColumnType> columns) {
        return new Facts(1, "", Optional.empty(), 9, 0, new HashMap<>(columns), Map.of());
    }

    private static Facts declared(DeclaredType type) {
        return new Facts(
                1,
                "",
                Optional.empty(),
                9,
                0,
                Map.of("weight", ColumnType.DOUBLE),
                Map.of("weight", type));
    }
}
