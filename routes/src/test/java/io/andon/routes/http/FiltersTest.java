package io.andon.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters, pages and sorts over HTTP, held to what SQL says of the same rows. */
final class FiltersTest {
    private static final String NO_DUMMY = " AND LOT_NO NOT LIKE '%DUMMY%'";

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void start() {
        plant = new SeededPlant(7);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    static List<String> oddIds() {
        return SeededPlant.ODD_IDS;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    workcenter=DICING                       | WC = 'DICING'
                    workcenter=WIRE+BOND                    | WC = 'WIRE BOND'
                    workcenter=WIRE%20BOND                  | WC = 'WIRE BOND'
                    workcenter=O/S+TEST                     | WC = 'O/S TEST'
                    workcenter=O%2fS%20TEST                 | WC = 'O/S TEST'
                    workcenter=PACK%2BSHIP                  | WC = 'PACK+SHIP'
                    workcenter=100%25                       | WC = '100%'
                    workcenter=                             | WC IS NULL
                    workcenter                              | WC IS NULL
                    workcenter=&workcenter=DICING           | (WC IS NULL OR WC = 'DICING')
                    workcenter=DICING&workcenter=100%25     | WC IN ('DICING', '100%')
                    workcenter=DICING,100%25                | FALSE
                    package=QFN,8                           | PKG = 'QFN,8'
                    package=QFN%2C8                         | PKG = 'QFN,8'
                    package=Gr%C3%B6%C3%9Fe%207             | PKG = 'Größe 7'
                    package=A%26B                           | PKG = 'A&B'
                    package=SOP/16&status=HOLD              | PKG = 'SOP/16' AND STATE = 'HOLD'
                    status=RUN&status=QUEUE                 | STATE IN ('RUN', 'QUEUE')
                    holdType=quality                        | STATE = 'HOLD' AND COALESCE(REASON, '') <> 'Planning'
                    holdType=nonQuality                     | STATE = 'HOLD' AND REASON = 'Planning'
                    holdType=                               | STATE <> 'HOLD'
                    holdReason=Recipe%3B+wrong              | REASON = 'Recipe; wrong'
                    holdReason=&status=HOLD                 | REASON IS NULL AND STATE = 'HOLD'
                    customer=M%C3%BCller+%26+S%C3%B6hne     | CUSTOMER = 'Müller & Söhne'
                    customer=a,b&customer=                  | (CUSTOMER = 'a,b' OR CUSTOMER IS NULL)
                    product=PRD-1*                          | PROD LIKE 'PRD-1%'
                    product=*1                              | PROD LIKE '%1'
                    product=PRD-*1*                         | PROD LIKE 'PRD-%1%'
                    workorder=WO-*3                         | WORK_ORDER LIKE 'WO-%3'
                    workorder=WO-3&workorder=WO-1*          | (WORK_ORDER = 'WO-3' OR WORK_ORDER LIKE 'WO-1%')
                    lotId=LOT00*                            | LOT_NO LIKE 'LOT00%'
                    lotId=*.01                              | LOT_NO LIKE '%.01'
                    lotId=E%5C*5                            | LOT_NO = 'E*5'
                    lotId=E*                                | LOT_NO LIKE 'E%'
                    workcenter=DI*                          | FALSE
                    lotId=nobody                            | FALSE
                    &&status=RUN&                           | STATE = 'RUN'
                    """)
    void aFilterMeansWhatSqlMeans(String query, String condition) {
        Reply summary = andon.http.get("/api/wip/overview/summary?" + query);
        assertThat(summary.status()).isEqualTo(200);
        assertThat(summary.data().path("lots").asLong()).isEqualTo(count(condition));
        assertThat(summary.data().path("qty").asLong()).isEqualTo(sum("QTY", condition));
        Reply page = andon.http.get("/api/wip/lots?" + query);
        assertThat(page.data().path("total").asLong()).isEqualTo(count(condition));
    }

    @Test
    void dummyLotsCountOnlyWhenAskedFor() {
        long all = plant.number("SELECT COUNT(*) FROM MES_LOT");
        assertThat(all).isGreaterThan(count("TRUE"));
        assertThat(lots("includeDummy=true")).isEqualTo(all);
        assertThat(lots("includeDummy=false")).isEqualTo(count("TRUE"));
        assertThat(lots("includeDummy=true&lotId=DUMMY*")).isEqualTo(all - count("TRUE"));
        assertThat(lots("lotId=DUMMY*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=hold",
                "status=",
                "status=RUN,HOLD",
                "holdType=QUALITY",
                "includeDummy=yes",
                "includeDummy=true&includeDummy=true",
                "lotId=%FF",
                "lotId=%00",
                "workcenter=%C3%28",
                "page=1",
                "lot_id=A",
                "LotId=A"
            })
    void aBadFilterIsTheCallersMistakeAndNeverIgnored(String query) {
        Reply reply = andon.http.get("/api/wip/overview/summary?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("INVALID_PARAMETER");
    }

    @ParameterizedTest
    @MethodSource("oddIds")
    void aLotIsFoundByAnyIdThatTheSourceHas(String id) {
        Reply reply = andon.http.get("/api/wip/lot/" + segment(id));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.data().path("lotId").asText()).isEqualTo(id);
        assertThat(reply.data().path("extra").has("customer")).isTrue();
    }

    @Test
    void aPlusInAPathIsAPlus() {
        assertThat(andon.http.get("/api/wip/lot/C+3%20c").data().path("lotId").asText())
                .isEqualTo("C+3 c");
    }

    @Test
    void aMachineIsFoundByAnIdWithASlash() {
        Reply reply = andon.http.get("/api/resource/machine/EQ%2F00");
        assertThat(reply.data().path("resourceId").asText()).isEqualTo("EQ/00");
        assertThat(reply.data().at("/lotsOnMachine/0/lotId").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%00", "%C3%28"})
    void anIdThatIsNoTextIsTheCallersMistake(String segment) {
        assertThat(andon.http.get("/api/wip/lot/" + segment).status()).isEqualTo(400);
    }

    @Test
    void theQueryCannotSpeakForThePath() {
        Reply reply = andon.http.get("/api/wip/lot/D,4?lotId=A%2F1");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("detail").asText()).contains("'lotId'");
    }

    @Test
    void pagesCoverEveryRowOnceInTheOrderOfTheKey() {
        var ids = new ArrayList<String>();
        JsonNode first = andon.http.get("/api/wip/lots?pageSize=37").data();
        for (int page = 1; page <= first.path("totalPages").asInt(); page++) {
            ids.addAll(ids(andon.http.get("/api/wip/lots?pageSize=37&page=" + page)));
        }
        assertThat(ids).hasSize((int) count("TRUE")).doesNotHaveDuplicates();
        assertThat(ids).isSortedAccordingTo(byCodePoint());
        assertThat(first.path("total").asLong()).isEqualTo(count("TRUE"));
        assertThat(first.path("totalPages").asLong()).isEqualTo((count("TRUE") + 36) / 37);
    }

    @Test
    void aPageBeyondTheEndIsEmptyAndStillCounts() {
        JsonNode page = andon.http.get("/api/wip/lots?page=99999").data();
        assertThat(page.path("rows")).isEmpty();
        assertThat(page.path("page").asInt()).isEqualTo(99_999);
        assertThat(page.path("total").asLong()).isEqualTo(count("TRUE"));
        assertThat(andon.http.get("/api/wip/lots?page=2147483647&pageSize=500").status())
                .isEqualTo(200);
        assertThat(andon.http.get("/api/resource/status?page=2147483647").status()).isEqualTo(200);
    }

    @Test
    void noRowsAreNoPages() {
        JsonNode page = andon.http.get("/api/wip/lots?lotId=nobody").data();
        assertThat(page.path("total").asLong()).isZero();
        assertThat(page.path("totalPages").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "pageSize=500, 200",
        "pageSize=501, 400",
        "pageSize=0, 400",
        "pageSize=-1, 400",
        "page=0, 400",
        "page=1.5, 400",
        "page=9999999999, 400",
        "page=, 400",
        "page=1&page=2, 400"
    })
    void pagesStayWithinTheirLimits(String query, int status) {
        assertThat(andon.http.get("/api/wip/lots?" + query).status()).isEqualTo(status);
        assertThat(andon.http.get("/api/resource/status?" + query).status()).isEqualTo(status);
    }

    @Test
    void aSortIsByItsColumnsWithTiesByKeyAndNullsLast() {
        Reply reply = andon.http.get("/api/wip/lots?pageSize=500&sort=-workcenter,status");
        var rows = new ArrayList<JsonNode>();
        reply.data().path("rows").forEach(rows::add);
        Comparator<JsonNode> byWorkcenter =
                Comparator.comparing(
                        row -> row.path("workcenter").textValue(),
                        Comparator.nullsLast(byCodePoint().reversed()));
        assertThat(rows)
                .isSortedAccordingTo(
                        byWorkcenter
                                .thenComparing(row -> row.path("status").asText(), byCodePoint())
                                .thenComparing(row -> row.path("lotId").asText(), byCodePoint()));
        assertThat(rows.getLast().path("workcenter").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nope", "lot_id", "-", "ageDays;", "a,,b", "-ageDays,nope", "%2BageDays"})
    void anUnknownSortIsTheCallersMistake(String sort) {
        for (String path : List.of("/api/wip/lots", "/api/resource/status")) {
            Reply reply = andon.http.get(path + "?sort=" + sort);
            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.json().path("detail").asText()).contains("'sort'");
        }
    }

    @Test
    void aPlantsOwnColumnCanBeSortedBy() {
        assertThat(andon.http.get("/api/wip/lots?sort=-customer").status()).isEqualTo(200);
    }

    @Test
    void aPageIsPinnedToItsVersionAndGoneWithIt() {
        long version = andon.http.get("/api/wip/lots").versions().getOrDefault("lots", 0L);
        assertThat(andon.http.get("/api/wip/lots?version=" + version).status()).isEqualTo(200);
        andon.refresh("lots");
        Reply gone = andon.http.get("/api/wip/lots?version=" + version);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo("VERSION_GONE");
        assertThat(andon.http.get("/api/wip/lots?version=0").status()).isEqualTo(400);
    }

    @Test
    void machineFiltersMeanWhatSqlMeans() {
        assertThat(machines("state=PRD")).isEqualTo(4);
        assertThat(machines("state=PRD&state=UDT&family=F1")).isEqualTo(4);
        assertThat(machines("workcenter=WIRE+BOND&resourceId=EQ/01")).isEqualTo(1);
        assertThat(machines("category=")).isEqualTo(SeededPlant.MACHINES);
        assertThat(machines("category=x")).isZero();
    }

    private static long machines(String query) {
        return andon.http
                .get("/api/resource/status/summary?" + query)
                .data()
                .path("machines")
                .asLong(-1);
    }

    private static long lots(String query) {
        return andon.http.get("/api/wip/overview/summary?" + query).data().path("lots").asLong(-1);
    }

    private static long count(String condition) {
        return plant.number("SELECT COUNT(*) FROM MES_LOT WHERE " + condition + NO_DUMMY);
    }

    private static long sum(String column, String condition) {
        return plant.number(
                "SELECT COALESCE(SUM(%s), 0) FROM MES_LOT WHERE %s%s"
                        .formatted(column, condition, NO_DUMMY));
    }

    private static List<String> ids(Reply page) {
        var ids = new ArrayList<String>();
        page.data().path("rows").forEach(row -> ids.add(row.path("lotId").asText()));
        return ids;
    }

    private static Comparator<String> byCodePoint() {
        return (a, b) ->
                java.util.Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
