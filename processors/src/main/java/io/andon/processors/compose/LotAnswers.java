package io.andon.processors.compose;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.query.LotPage;
import io.andon.cache.query.LotQueries;
import io.andon.cache.query.Sort;
import io.andon.cache.schema.ColumnNames;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.MachineView;
import io.andon.processors.CodedException;
import io.andon.processors.request.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Answers everything that is asked about lots, from one version of them. */
public final class LotAnswers {
    /** In the order of the contract. */
    private static final List<String> COLUMNS =
            List.of(
                    "lot_id",
                    "workorder",
                    "qty",
                    "qty2",
                    "workcenter",
                    "workcenter_order",
                    "station",
                    "package",
                    "product",
                    "product_type",
                    "spec",
                    "spec_order",
                    "status",
                    "hold_type",
                    "hold_reason",
                    "hold_by",
                    "hold_dept",
                    "hold_comment",
                    "hold_since",
                    "priority",
                    "wafer_lot",
                    "moved_in_at",
                    "age_days",
                    "started_at",
                    "due_at");

    private static final List<String> LIST_COLUMNS =
            Stream.concat(COLUMNS.stream(), Stream.of("equipment")).toList();

    private final Plant plant;
    private final Composer composer;
    private final CompositeStore machines;
    private volatile @Nullable Asked asked;

    private record Asked(IndexedSnapshot lots, LotQueries queries) {}

    public LotAnswers(Plant plant, Composer composer, CompositeStore machines) {
        this.plant = plant;
        this.composer = composer;
        this.machines = machines;
    }

    public Processor summary() {
        return answer((lots, ask) -> LotJson.summary(lots.summary(ask.filter())));
    }

    public Processor matrix() {
        return answer((lots, ask) -> LotJson.matrix(lots.matrix(ask.filter())));
    }

    public Processor hold() {
        return answer((lots, ask) -> LotJson.hold(lots.holdPareto(ask.filter())));
    }

    public Processor page() {
        return exchange -> {
            var ask = (ApiRequest.Lots) ApiRequest.REQUEST.require(exchange);
            Answer.ANSWER.put(
                    exchange, composer.fromTable(TableName.LOTS, lots -> page(lots, ask)));
        };
    }

    public Processor lot() {
        return exchange -> {
            var ask = (ApiRequest.ById) ApiRequest.REQUEST.require(exchange);
            Answer.ANSWER.put(
                    exchange,
                    composer.fromTable(TableName.LOTS, present -> lot(present, ask.id())));
        };
    }

    /** One for each version: to make one costs a walk over the rows. */
    private LotQueries queries(IndexedSnapshot lots) {
        Asked known = asked;
        if (known != null && known.lots() == lots) return known.queries();
        var queries = new LotQueries(lots, plant);
        asked = new Asked(lots, queries);
        return queries;
    }

    private Processor answer(BiFunction<LotQueries, ApiRequest.Lots, JsonBody> query) {
        return exchange -> {
            var ask = (ApiRequest.Lots) ApiRequest.REQUEST.require(exchange);
            Answer.ANSWER.put(
                    exchange,
                    composer.fromTable(
                            TableName.LOTS,
                            lots -> composer.data(query.apply(queries(lots), ask), List.of(lots))));
        };
    }

    private Answer page(IndexedSnapshot lots, ApiRequest.Lots ask) {
        if (ask.version().isPresent() && ask.version().getAsLong() != lots.version()) {
            throw new CodedException(
                    DegradedCode.VERSION_GONE,
                    "version %d of lots is not kept".formatted(ask.version().getAsLong()));
        }
        refuseUnknownColumns(ask.sort(), lots.snapshot());
        LotPage page = queries(lots).page(ask.filter(), ask.sort(), ask.page(), ask.pageSize());
        RowFields fields = RowFields.of(lots.snapshot(), LIST_COLUMNS);
        return composer.data(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("rows");
                    for (int row : page.rows()) {
                        json.writeStartObject();
                        fields.write(json, row);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeNumberField("page", page.page());
                    json.writeNumberField("pageSize", page.pageSize());
                    json.writeNumberField("total", page.total());
                    json.writeNumberField("totalPages", page.totalPages());
                    json.writeEndObject();
                },
                List.of(lots));
    }

    private static void refuseUnknownColumns(Sort sort, TableSnapshot lots) {
        for (Sort.Key key : sort.keys()) {
            if (LIST_COLUMNS.contains(key.column())) continue;
            if (lots.find(key.column()).isPresent()) continue;
            throw new CodedException(
                    DegradedCode.INVALID_PARAMETER,
                    "parameter 'sort' names '%s', which lots do not have"
                            .formatted(ColumnNames.camel(key.column())));
        }
    }

    /** From the composite, whose lots and machines agree, else from the lots alone. */
    private Answer lot(IndexedSnapshot present, String lotId) {
        Optional<MachineView> view = machines.current().filter(each -> holds(each, lotId));
        IndexedSnapshot lots = view.flatMap(MachineView::lots).orElse(present);
        OptionalInt row = rowOf(lots, lotId);
        if (row.isEmpty()) return Composer.notFound("no lot has this id");
        RowFields fields = RowFields.of(lots.snapshot(), COLUMNS);
        RowFields extra = RowFields.extra(lots.snapshot(), LIST_COLUMNS);
        return composer.data(
                json -> {
                    json.writeStartObject();
                    fields.write(json, row.getAsInt());
                    json.writeObjectFieldStart("extra");
                    extra.write(json, row.getAsInt());
                    json.writeEndObject();
                    json.writeArrayFieldStart("equipment");
                    if (view.isPresent()) MachineJson.writeHolding(json, view.get(), lotId);
                    json.writeEndArray();
                    json.writeEndObject();
                },
                view.map(MachineView::inputs).orElse(List.of(lots)));
    }

    private boolean holds(MachineView view, String lotId) {
        return view.lots().filter(lots -> rowOf(lots, lotId).isPresent()).isPresent();
    }

    private static OptionalInt rowOf(IndexedSnapshot lots, String lotId) {
        return lots.primaryKey().orElseThrow().rowOf(lotId);
    }
}
