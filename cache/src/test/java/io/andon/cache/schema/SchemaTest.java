package io.andon.cache.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    @Test
    void columnNamesHaveTwoSpellings() {
        assertThat(ColumnNames.camel("hold_reason")).isEqualTo("holdReason");
        assertThat(ColumnNames.camel("qty2")).isEqualTo("qty2");
        assertThat(ColumnNames.snake("workcenterOrder")).isEqualTo("workcenter_order");
        for (String name : List.of("a", "a_b", "a_1", "a__b", "a_b_c", "x_", "is_2nd_pass"))
            assertThat(ColumnNames.snake(ColumnNames.camel(name))).isEqualTo(name);
    }

    @Test
    void everyCanonicalColumnSurvivesBothSpellings() {
        for (TableName table :
                List.of(
                        TableName.LOTS,
                        TableName.RESOURCES,
                        TableName.RESOURCE_STATUS,
                        TableName.SPEC_WORKCENTERS)) {
            CanonicalTable canon = CanonicalTables.of(table).orElseThrow();
            assertThat(canon.columns())
                    .extracting(CanonicalColumn::name)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name ->
                            assertThat(ColumnNames.snake(ColumnNames.camel(name))).isEqualTo(name));
            assertThat(canon.find(canon.key().or(canon::groupBy).orElseThrow()))
                    .hasValueSatisfying(key -> assertThat(key.required()).isTrue());
        }
        assertThat(CanonicalTables.of(new TableName("other"))).isEmpty();
    }

    @Test
    void badNamesAreRefused() {
        for (String name : List.of("", "Lots", "1lots", "lots;", "../lots", "löts"))
            assertThatIllegalArgumentException().isThrownBy(() -> new TableName(name));
        for (String name : List.of("", "Qty", "1qty", "qty;", "qty qty"))
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ColumnSpec(name, ColumnType.LONG));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new TableSchema(
                                TableName.LOTS,
                                List.of(
                                        new ColumnSpec("a", ColumnType.LONG),
                                        new ColumnSpec("a", ColumnType.TEXT))));
    }
}
