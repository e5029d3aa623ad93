package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;

import io.andon.processors.compose.Encode;
import io.andon.processors.compose.LotAnswers;
import io.andon.processors.compose.MachineAnswers;
import io.andon.processors.compose.PlantAnswer;
import io.andon.processors.request.ReadRequest;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What the screens ask, each operation of the contract by its id, all answered from memory. */
final class ApiRoutes extends EndpointRouteBuilder {
    private final ReadRequest request;
    private final PlantAnswer plant;
    private final LotAnswers lots;
    private final MachineAnswers machines;

    ApiRoutes(ReadRequest request, PlantAnswer plant, LotAnswers lots, MachineAnswers machines) {
        this.request = request;
        this.plant = plant;
        this.lots = lots;
        this.machines = machines;
    }

    @Override
    public void configure() {
        rest("/api").get("/plant").routeId("rest-getPlant").to("direct:getPlant");
        rest("/api/wip")
                .get("/overview/summary")
                .routeId("rest-getWipSummary")
                .to("direct:getWipSummary")
                .get("/overview/matrix")
                .routeId("rest-getWipMatrix")
                .to("direct:getWipMatrix")
                .get("/overview/hold")
                .routeId("rest-getWipHold")
                .to("direct:getWipHold")
                .get("/lots")
                .routeId("rest-getWipLots")
                .to("direct:getWipLots")
                .get("/lot/{lotId}")
                .routeId("rest-getWipLot")
                .to("direct:getWipLot");
        rest("/api/resource")
                .get("/status")
                .routeId("rest-getResourceStatus")
                .to("direct:getResourceStatus")
                .get("/status/options")
                .routeId("rest-getResourceOptions")
                .to("direct:getResourceOptions")
                .get("/status/summary")
                .routeId("rest-getResourceSummary")
                .to("direct:getResourceSummary")
                .get("/status/matrix")
                .routeId("rest-getResourceMatrix")
                .to("direct:getResourceMatrix")
                .get("/machine/{resourceId}")
                .routeId("rest-getResourceMachine")
                .to("direct:getResourceMachine");
        rest("/api/dashboard")
                .get("/kpi")
                .routeId("rest-getDashboardKpi")
                .to("direct:getDashboardKpi")
                .get("/workcenter-cards")
                .routeId("rest-getWorkcenterCards")
                .to("direct:getWorkcenterCards");

        answer("getPlant", "What the plant is made of", request.plain(), plant.answer());
        answer("getWipSummary", "Lots by status and hold type", request.lots(), lots.summary());
        answer("getWipMatrix", "Workcenter by package", request.lots(), lots.matrix());
        answer("getWipHold", "Held lots by reason", request.lots(), lots.hold());
        answer("getWipLots", "A page of lots", request.lotPage(), lots.page());
        answer("getWipLot", "One lot", request.byId(), lots.lot());
        answer("getResourceStatus", "A page of machines", request.machinePage(), machines.page());
        answer("getResourceOptions", "Filter values", request.machines(), machines.options());
        answer("getResourceSummary", "Machines by state", request.machines(), machines.kpi());
        answer("getResourceMatrix", "Machines by family", request.machines(), machines.matrix());
        answer("getResourceMachine", "One machine", request.byId(), machines.machine());
        answer("getDashboardKpi", "The board's figures", request.plain(), machines.kpi());
        answer("getWorkcenterCards", "A card a workcenter", request.plain(), machines.cards());
    }

    private void answer(String operation, String description, Processor read, Processor compose) {
        from(direct(operation))
                .routeId(operation)
                .description(description)
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(read)
                .process(compose)
                .process(Encode.answer());
    }
}
