package io.andon.cache.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.column.Column;
import io.andon.cache.oracle.Plants;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LotDerivationTest {
    private static final Instant READ_AT = Instant.parse("2026-01-02T14:30:00Z");

    /** Lots of a workcenter and one more text column. */
    private static TableSnapshot lots(String column, @Nullable String... values) {
        var builder =
                new SnapshotBuilder(
                        new TableSchema(
                                TableName.LOTS,
                                List.of(
                                        new ColumnSpec("lot_id", ColumnType.TEXT),
                                        new ColumnSpec("workcenter", ColumnType.TEXT),
                                        new ColumnSpec(column, ColumnType.TEXT),
                                        new ColumnSpec("moved_in_at", ColumnType.TIME))),
                        Optional.empty());
        for (int row = 0; row < values.length; row++) {
            builder.appender(0).appendText("L" + row);
            builder.appender(1).appendText(row % 2 == 0 ? "WIRE BOND" : "elsewhere");
            String value = values[row];
            if (value == null) builder.appender(2).appendNull();
            else builder.appender(2).appendText(value);
            builder.appender(3)
                    .appendTime(READ_AT.minus(Duration.ofHours(6L * row - 3)).toEpochMilli());
            builder.endRow();
        }
        return LotDerivation.derive(builder.build(7, READ_AT), Plants.full());
    }

    private static List<@Nullable String> texts(Column column) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++) texts.add(column.text(row));
        return texts;
    }

    @Test
    void aGivenStatusCountsAndAnyOtherWordIsQueue() {
        TableSnapshot lots = lots("status", "RUN", " hold ", "QUEUE", null, "SETUP");
        assertThat(texts(lots.column("status")))
                .containsExactly("RUN", "HOLD", "QUEUE", "QUEUE", "QUEUE");
        assertThat(texts(lots.column("hold_type")))
                .containsExactly(null, "quality", null, null, null);
        assertThat(lots.schema().indexOf("status")).isEqualTo(2);
    }

    @Test
    void withoutCountsEveryLotQueues() {
        TableSnapshot lots = lots("note", "a", "b");
        assertThat(texts(lots.column("status"))).containsExactly("QUEUE", "QUEUE");
    }

    @Test
    void agesAreMeasuredAtTheTimeOfTheDataAndNeverNegative() {
        TableSnapshot lots = lots("note", "a", "b", "c");
        assertThat(texts(lots.column("age_days"))).containsExactly("0.0", "0.125", "0.375");
    }

    @Test
    void aWorkcenterWithoutOrderTakesItsPlaceInThePlantsList() {
        TableSnapshot lots = lots("note", "a", "b", "c");
        assertThat(texts(lots.column("workcenter_order"))).containsExactly("3", null, "3");
    }

    @Test
    void theVersionStaysWhatItIs() {
        TableSnapshot lots = lots("note", "a");
        assertThat(lots.version()).isEqualTo(7);
        assertThat(lots.rowsRead()).isEqualTo(1);
        assertThat(lots.asOf()).isEqualTo(READ_AT);
        assertThat(LotDerivation.derive(lots, Plants.full()).schema()).isEqualTo(lots.schema());
    }
}
