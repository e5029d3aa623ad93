package io.andon.routes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.cache.DegradedCode;
import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.EventLines;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document and the running interface, each held to the other, on the shipped demo plant. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ContractTest {
    /** Served in front of the REST routes, because a stream is no exchange. */
    private static final Set<String> AT_THE_EDGE = Set.of("getEvents");

    /** What HTTP itself, its framework and every answer carry, beside what the document names. */
    private static final Set<String> ALWAYS =
            Set.of(
                    "andon-trace",
                    "content-type",
                    "content-length",
                    "transfer-encoding",
                    "cache-control",
                    "x-content-type-options",
                    "referrer-policy",
                    "date",
                    "content-security-policy");

    private static final Contract CONTRACT = new Contract();

    @TempDir private static Path data;
    private static RunningAndon andon;
    private static EventLines events;

    @BeforeAll
    static void start() {
        andon = RunningAndon.demo(data, 600);
        events = andon.http.events();
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
        andon.close();
    }

    static List<Operation> operations() {
        return CONTRACT.operations();
    }

    static Stream<Operation> routedOperations() {
        return operations().stream().filter(each -> !AT_THE_EDGE.contains(each.id()));
    }

    /** What only asks, and may be asked at any time. */
    static Stream<Operation> answering() {
        return routedOperations().filter(each -> each.method().equals("get"));
    }

    @Test
    void everyOperationIsRoutedAndEveryRouteStandsInTheDocument() {
        var documented = new TreeMap<String, String>();
        routedOperations()
                .forEach(each -> documented.put(each.method() + " " + each.path(), each.id()));
        assertThat(routed()).isEqualTo(documented);
    }

    @Test
    void everyRoutedOperationIsARouteOfThatId() {
        List<String> ids = andon.context().getRoutes().stream().map(each -> each.getId()).toList();
        assertThat(ids).containsAll(routedOperations().map(Operation::id).toList());
    }

    @Test
    void theEventStreamIsServedAsTheDocumentSays() {
        Reply head = events.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentType()).isEqualTo("text/event-stream");
    }

    /** The last, for the stream opened first has a heartbeat by then. */
    @Test
    @Order(Integer.MAX_VALUE)
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void theStreamSaysThatItLives() {
        JsonNode heartbeat = events.next(each -> each.name().equals("heartbeat")).data();
        assertThat(heartbeat.fieldNames()).toIterable().containsExactly("now");
        assertThat(Instant.parse(heartbeat.path("now").asText())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void everyOperationHasAnIdOfItsOwn() {
        assertThat(operations()).extracting(Operation::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyExampleIsValidByItsOwnSchema(Operation operation) {
        assertThat(CONTRACT.bodies(operation))
                .isNotEmpty()
                .allSatisfy(body -> {
                    JsonNode example = body.content().path("example");
                    assertThat(example.isMissingNode()).as("%s has an example", body).isFalse();
                    assertThat(CONTRACT.mistakes(body.content().path("schema"), example.toString()))
                            .isEmpty();
                });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyParameterExampleIsValidByItsOwnSchema(Operation operation) {
        assertThat(CONTRACT.parameters(operation))
                .allSatisfy(parameter ->
                        assertThat(
                                        CONTRACT.mistakes(
                                                parameter.path("schema"),
                                                parameter.path("example").toString()))
                                .as(parameter.path("name").asText())
                                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("answering")
    void theAnswerIsAsTheDocumentSays(Operation operation) {
        Reply reply = ask(operation, "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answering")
    void everyCombinationOfFiltersIsAnsweredAsTheDocumentSays(Operation operation) {
        for (String query : queries(operation)) {
            Reply reply = ask(operation, query);
            assertThat(reply.status()).as(query).isEqualTo(200);
            assertThat(CONTRACT.mistakes(operation, reply)).as(query).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void anUndeclaredParameterIsRefusedByItsName(Operation operation) {
        for (String name : List.of("nope", "lotid", "CamelHttpUri", "Workcenter")) {
            Reply reply = ask(operation, name + "=x");
            assertThat(reply.status()).as(name).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("INVALID_PARAMETER");
            assertThat(reply.json().path("detail").asText()).contains("'" + name + "'");
            assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void onlyDeclaredHeadersComeBack(Operation operation) {
        var allowed = new TreeSet<>(ALWAYS);
        CONTRACT.response(operation, 200)
                .path("headers")
                .fieldNames()
                .forEachRemaining(name -> allowed.add(name.toLowerCase(java.util.Locale.ROOT)));
        assertThat(allowed).containsAll(ask(operation, "").headers().keySet());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anotherMethodIsRefusedWithTheOnesThatAre(Operation operation) {
        Reply reply = andon.http.send("DELETE", path(operation), "Authorization", andon.bearer());
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(reply.header("allow"))
                .hasValueSatisfying(allow ->
                        assertThat(allow)
                                .contains(operation.method().toUpperCase(Locale.ROOT))
                                .doesNotContain("DELETE"));
    }

    @Test
    void actsOnATableAnswerAsTheDocumentSays() {
        Operation refresh = CONTRACT.operation("refreshTable");
        Operation accept = CONTRACT.operation("acceptTable");
        assertAct(refresh, "/admin/api/caches/lots/refresh", 200);
        assertAct(accept, "/admin/api/caches/lots/accept", 409);
        assertAct(accept, "/admin/api/caches/lots/accept?rows=x", 400);
        assertAct(refresh, "/admin/api/caches/nope/refresh", 404);
    }

    @Test
    void actsOnABreakerAnswerAsTheDocumentSays() {
        for (String act : List.of("open", "close")) {
            Operation operation = CONTRACT.operation(act + "Breaker");
            assertAct(operation, "/admin/api/breakers/source/" + act, 200);
            assertAct(operation, "/admin/api/breakers/nope/" + act, 404);
            assertAct(operation, "/admin/api/breakers/source/" + act + "?x=1", 400);
        }
    }

    @Test
    void aReloadIsAnsweredAsTheDocumentSays() {
        Operation reload = CONTRACT.operation("reload");
        assertAct(reload, "/admin/api/reload", 200);
        assertAct(reload, "/admin/api/reload?x=1", 400);
        andon.set("andon.db.pool.max-size", "none");
        assertAct(reload, "/admin/api/reload", 422);
        andon.set("andon.db.pool.max-size", "10");
    }

    @Test
    void aRestartThatNobodyWouldFollowIsRefusedAsTheDocumentSays() {
        Operation restart = CONTRACT.operation("restart");
        assertAct(restart, "/admin/api/restart", 409);
        assertAct(restart, "/admin/api/restart?force=true", 400);
        assertAct(restart, "/admin/api/restart?reason=new", 400);
    }

    @Test
    void maintenanceIsAnsweredAsTheDocumentSays() {
        Operation start = CONTRACT.operation("startMaintenance");
        Operation end = CONTRACT.operation("endMaintenance");
        String path = "/admin/api/maintenance";
        assertAct(start, path + "?for=2h&reason=new%20disks", 200);
        Reply health = andon.http.get("/health");
        assertThat(CONTRACT.mistakes(CONTRACT.operation("getHealth"), health)).isEmpty();
        assertThat(health.json().at("/maintenance/reason").asText()).isEqualTo("new disks");
        assertAct(end, path + "/end", 200);
        assertThat(andon.http.get("/health").json().path("maintenance").isNull()).isTrue();
        for (String wrong :
                List.of(
                        "",
                        "?for=2h",
                        "?reason=x",
                        "?for=2&reason=x",
                        "?for=0s&reason=x",
                        "?for=25h&reason=x",
                        "?for=2h&reason=%20",
                        "?for=2h&reason=a%0Ab",
                        "?for=2h&reason=" + "x".repeat(201),
                        "?for=2h&for=3h&reason=x",
                        "?for=2h&reason=x&until=now")) {
            assertAct(start, path + wrong, 400);
        }
        assertAct(end, path + "/end?now=1", 400);
        assertThat(andon.http.get("/health").json().path("maintenance").isNull()).isTrue();
    }

    private static void assertAct(Operation operation, String path, int status) {
        Reply reply = andon.http.send("POST", path, "Authorization", andon.bearer());
        assertThat(reply.status()).as(path).isEqualTo(status);
        assertThat(CONTRACT.mistakes(operation, reply)).as(path).isEmpty();
    }

    @Test
    void whatIsNotThereIsAProblemAsTheDocumentSays() {
        for (String id : List.of("getWipLot", "getWipLotHistory", "getResourceMachine")) {
            Operation operation = CONTRACT.operation(id);
            String path = operation.path().replaceFirst("\\{.*}", "no-such-id");
            Reply reply = andon.http.get(path);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("NOT_FOUND");
            assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
        }
    }

    static Stream<Operation> administration() {
        return operations().stream().filter(each -> each.path().startsWith("/admin/"));
    }

    @ParameterizedTest
    @MethodSource("administration")
    void withoutTheTokenNothingIsToldOrDone(Operation operation) {
        assertThat(operation.node().path("security").toString()).isEqualTo("[{\"adminToken\":[]}]");
        String method = operation.method().toUpperCase(Locale.ROOT);
        Reply none = andon.http.send(method, path(operation));
        Reply wrong =
                andon.http.send(
                        method, path(operation), "Authorization", "Bearer 0123456789abcdef");
        for (Reply reply : List.of(none, wrong)) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(CONTRACT.mistakes(operation, reply)).isEmpty();
        }
    }

    @Test
    void theCodesOfTheDocumentAreTheCodesOfTheHouseInTheirOrder() {
        var codes = new ArrayList<String>();
        CONTRACT.codes().forEach(code -> codes.add(code.asText()));
        assertThat(codes).isEqualTo(Arrays.stream(DegradedCode.values()).map(Enum::name).toList());
    }

    @Test
    void theServedDocumentIsTheContract() {
        assertThat(andon.http.get("/openapi.json").json())
                .isEqualTo(new ObjectMapper().convertValue(CONTRACT.document(), JsonNode.class));
    }

    @Test
    void thePlantNamesExactlyTheFiltersThatTheDocumentDeclaresAndItsOwn() {
        JsonNode filters = andon.http.get("/api/plant").data().path("filters");
        assertThat(texts(filters.path("machines")))
                .isEqualTo(queryNames(CONTRACT.operation("getResourceSummary")));
        var lots = new TreeSet<>(queryNames(CONTRACT.operation("getWipSummary")));
        lots.remove("includeDummy");
        lots.add("customer");
        assertThat(texts(filters.path("lots"))).isEqualTo(lots);
    }

    /** "get /api/plant" to the id of the direct route behind it. */
    private static Map<String, String> routed() {
        var routed = new TreeMap<String, String>();
        var model = (ModelCamelContext) (DefaultCamelContext) andon.context();
        for (RestDefinition rest : model.getRestDefinitions()) {
            for (VerbDefinition verb : rest.getVerbs()) {
                String below = verb.getPath() == null ? "" : verb.getPath();
                String path = (rest.getPath() + below).replace("//", "/");
                routed.put(
                        verb.asVerb() + " " + path,
                        verb.getTo().getEndpointUri().replaceFirst("^direct:(//)?", ""));
            }
        }
        return routed;
    }

    private static Reply ask(Operation operation, String query) {
        String path = path(operation) + (query.isEmpty() ? "" : "?" + query);
        return andon.http.get(path, "Authorization", andon.bearer());
    }

    /** The operation's path with an id that exists. */
    private static String path(Operation operation) {
        if (operation.path().contains("{table}"))
            return operation.path().replace("{table}", "lots");
        if (operation.path().contains("{name}"))
            return operation.path().replace("{name}", "source");
        if (!operation.path().contains("{")) return operation.path();
        boolean lot = operation.path().contains("{lotId}");
        Reply first =
                andon.http.get(
                        lot ? "/api/wip/lots?pageSize=1" : "/api/resource/status?pageSize=1");
        String id = first.data().at("/rows/0/" + (lot ? "lotId" : "resourceId")).asText();
        return operation.path().replaceFirst("\\{.*}", id);
    }

    /** Each parameter alone, all at once, values that match nothing, and none for null. */
    private static List<String> queries(Operation operation) {
        List<JsonNode> parameters =
                CONTRACT.parameters(operation).stream()
                        .filter(each -> each.path("in").asText().equals("query"))
                        .filter(each -> !each.path("name").asText().equals("version"))
                        .toList();
        var queries = new ArrayList<String>();
        parameters.forEach(each -> queries.add(example(each)));
        queries.add(String.join("&", parameters.stream().map(ContractTest::example).toList()));
        for (JsonNode parameter : parameters) {
            if (!isFreeText(parameter)) continue;
            String name = parameter.path("name").asText();
            queries.add(name + "=no-such-value");
            queries.add(name + "=");
            queries.add(name + "=a&" + name + "=b&" + name);
        }
        return queries;
    }

    private static boolean isFreeText(JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        JsonNode items = schema.path("items");
        return schema.path("type").asText().equals("array")
                && !items.has("enum")
                && !items.has("$ref");
    }

    private static String example(JsonNode parameter) {
        JsonNode example = parameter.path("example");
        JsonNode value = example.isArray() ? example.path(0) : example;
        return parameter.path("name").asText()
                + "="
                + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
    }

    private static Set<String> queryNames(Operation operation) {
        var names = new TreeSet<String>();
        CONTRACT.parameters(operation).forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Function<JsonNode, String> text = JsonNode::asText;
        var texts = new TreeSet<String>();
        array.forEach(each -> texts.add(text.apply(each)));
        return texts;
    }
}
