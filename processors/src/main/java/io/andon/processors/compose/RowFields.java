package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.column.Column;
import io.andon.cache.schema.CanonicalColumn;
import io.andon.cache.schema.CanonicalTable;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.ColumnNames;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the columns of a table's rows: the canonical ones always, in one order, absent as null.
 */
final class RowFields {
    private record Field(String name, @Nullable Column column) {}

    private final List<Field> fields;

    private RowFields(List<Field> fields) {
        this.fields = fields;
    }

    /** The named columns of the snapshot. */
    static RowFields of(TableSnapshot snapshot, List<String> columns) {
        var fields = new ArrayList<Field>();
        for (String name : columns) {
            fields.add(new Field(ColumnNames.camel(name), snapshot.find(name).orElse(null)));
        }
        return new RowFields(fields);
    }

    /** The plant's own columns: those that neither the canon nor {@code known} names. */
    static RowFields extra(TableSnapshot snapshot, List<String> known) {
        Set<String> named =
                CanonicalTables.of(snapshot.table()).stream()
                        .map(CanonicalTable::columns)
                        .flatMap(List::stream)
                        .map(CanonicalColumn::name)
                        .collect(Collectors.toSet());
        named.addAll(known);
        return others(snapshot, named);
    }

    /** Every column of the snapshot but {@code known}. */
    static RowFields others(TableSnapshot snapshot, Collection<String> known) {
        return of(
                snapshot,
                snapshot.schema().columns().stream()
                        .map(ColumnSpec::name)
                        .filter(name -> !known.contains(name))
                        .toList());
    }

    void write(JsonGenerator json, int row) throws IOException {
        for (Field field : fields) {
            Column column = field.column();
            if (column == null) json.writeNullField(field.name());
            else JsonFields.cell(json, field.name(), column, row);
        }
    }
}
