package io.andon.processors.compose;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.query.MachineFilter;
import io.andon.cache.query.MachinePage;
import io.andon.cache.query.MachineQueries;
import io.andon.cache.query.Sort;
import io.andon.cache.schema.ColumnNames;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.MachineLot;
import io.andon.cache.store.MachineView;
import io.andon.processors.CodedException;
import io.andon.processors.request.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Processor;

/** Answers everything that is asked about machines, from one composite of exact versions. */
public final class MachineAnswers {
    private static final List<String> MASTER =
            List.of(
                    "resource_id",
                    "name",
                    "workcenter",
                    "family",
                    "category",
                    "location",
                    "vendor",
                    "model");

    private final Plant plant;
    private final Composer composer;
    private final CompositeStore machines;

    public MachineAnswers(Plant plant, Composer composer, CompositeStore machines) {
        this.plant = plant;
        this.composer = composer;
        this.machines = machines;
    }

    public Processor kpi() {
        return filtered((queries, filter) -> MachineJson.kpi(queries.kpi(filter)));
    }

    public Processor matrix() {
        return filtered((queries, filter) ->
                MachineJson.matrix(queries.matrix(filter), queries.kpi(filter)));
    }

    public Processor options() {
        return filtered((queries, filter) -> MachineJson.options(queries.options(filter)));
    }

    public Processor cards() {
        return filtered((queries, _) -> MachineJson.cards(queries.cards()));
    }

    public Processor page() {
        return exchange -> {
            var ask = (ApiRequest.Machines) ApiRequest.REQUEST.require(exchange);
            Answer.ANSWER.put(exchange, fromMachines(view -> page(view, ask)));
        };
    }

    public Processor machine() {
        return exchange -> {
            var ask = (ApiRequest.ById) ApiRequest.REQUEST.require(exchange);
            Answer.ANSWER.put(exchange, fromMachines(view -> machine(view, ask.id())));
        };
    }

    private Processor filtered(BiFunction<MachineQueries, MachineFilter, JsonBody> query) {
        return exchange -> {
            MachineFilter filter =
                    ApiRequest.REQUEST.require(exchange) instanceof ApiRequest.Machines ask
                            ? ask.filter()
                            : MachineFilter.NONE;
            Answer.ANSWER.put(
                    exchange,
                    fromMachines(view ->
                            composer.data(
                                    query.apply(new MachineQueries(view, plant), filter),
                                    view.inputs())));
        };
    }

    /** An answer from the composite; without one, the problem of the table that it waits for. */
    private Answer fromMachines(Function<MachineView, Answer> ask) {
        for (TableName table : List.of(TableName.RESOURCES, TableName.RESOURCE_STATUS)) {
            if (plant.table(table).isEmpty()) continue;
            Optional<Answer> problem = composer.unavailable(table);
            if (problem.isPresent()) return problem.get();
        }
        return machines.current().map(ask).orElseGet(() -> composer.warming(TableName.RESOURCES));
    }

    private Answer page(MachineView view, ApiRequest.Machines ask) {
        refuseUnknownColumns(ask.sort(), view);
        MachinePage page =
                new MachineQueries(view, plant)
                        .page(ask.filter(), ask.sort(), ask.page(), ask.pageSize());
        RowFields master = RowFields.of(view.resources().snapshot(), MASTER);
        return composer.data(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("rows");
                    for (int machine : page.machines()) {
                        json.writeStartObject();
                        MachineJson.machine(json, view, master, machine);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeNumberField("page", page.page());
                    json.writeNumberField("pageSize", page.pageSize());
                    json.writeNumberField("total", page.total());
                    json.writeNumberField("totalPages", page.totalPages());
                    json.writeEndObject();
                },
                view.inputs());
    }

    private static void refuseUnknownColumns(Sort sort, MachineView view) {
        for (Sort.Key key : sort.keys()) {
            if (key.column().equals(MachineQueries.STATE)) continue;
            if (view.resources().snapshot().find(key.column()).isPresent()) continue;
            throw new CodedException(
                    DegradedCode.INVALID_PARAMETER,
                    "parameter 'sort' names '%s', by which machines cannot be sorted"
                            .formatted(ColumnNames.camel(key.column())));
        }
    }

    private Answer machine(MachineView view, String resourceId) {
        OptionalInt machine = view.machineOf(resourceId);
        if (machine.isEmpty()) return Composer.notFound("no machine has this id");
        RowFields master = RowFields.of(view.resources().snapshot(), MASTER);
        RowFields extra = RowFields.others(view.resources().snapshot(), MASTER);
        return composer.data(
                json -> {
                    json.writeStartObject();
                    MachineJson.machine(json, view, master, machine.getAsInt());
                    json.writeObjectFieldStart("extra");
                    extra.write(json, machine.getAsInt());
                    json.writeEndObject();
                    json.writeArrayFieldStart("lotsOnMachine");
                    for (MachineLot lot : view.lotsOn(machine.getAsInt()))
                        MachineJson.lot(json, view, lot);
                    json.writeEndArray();
                    json.writeEndObject();
                },
                view.inputs());
    }
}
