package io.andon.routes.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.E10State;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.plant.Workcenter;
import io.andon.cache.schema.TableName;
import io.andon.routes.settings.Problems;
import io.andon.routes.source.real.RunningAndon;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantLoaderTest {
    private static final String SELECT = "SELECT 1";

    private static final String WHOLE =
            """
            title: Plant one
            timeZone: Europe/Berlin
            shiftDayStart: 07:30
            source: {url: "jdbc:h2:mem:one", user: reader}
            simulator: demo
            tables:
              lots:
                period: 500ms
                readDeadline: 2s
                freshFor: 5m
                expireAfter: 6h
                sourceLagMax: 15m
                required: false
                probe: SELECT MAX(CHANGED) FROM LOT
                filters: [customer, route]
                gates: {quarantinedMax: 0.25%, dropMax: 40%, jumpMax: 3,
                  confirmReads: 5, confirmWithin: 2%, confirmOver: 2m}
              resources: {required: true}
              resource_status:
            states:
              PRD: [RUN, "100"]
              NST: [OFF, 07]
              OTHER: [?]
            holdTypes: {nonQuality: ["Waiting, for customer", no]}
            workcenters:
              - {name: ETCH, group: Front}
              - {name: LITHO}
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void readsEveryKey() {
        Plant plant = good(WHOLE, "lots", "resources", "resource_status");

        assertThat(plant.id()).isEqualTo(folder.getFileName().toString());
        assertThat(plant.title()).isEqualTo("Plant one");
        assertThat(plant.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(plant.shiftDayStart()).isEqualTo(LocalTime.of(7, 30));
        assertThat(plant.source()).isEqualTo(new Source("jdbc:h2:mem:one", "reader"));
        assertThat(plant.simulator()).contains("demo");
        assertThat(plant.table(TableName.LOTS))
                .contains(
                        new TablePlan(
                                TableName.LOTS,
                                SELECT,
                                Optional.of("SELECT MAX(CHANGED) FROM LOT"),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                Duration.ofHours(6),
                                Optional.of(Duration.ofMinutes(15)),
                                false,
                                List.of("customer", "route"),
                                new GateLimits(
                                        0.0025,
                                        0.4,
                                        3,
                                        new GateLimits.Confirmation(
                                                5, 0.02, Duration.ofMinutes(2)))));
        assertThat(plant.table(TableName.RESOURCES).orElseThrow().required()).isTrue();
        assertThat(plant.workcenters())
                .containsExactly(
                        new Workcenter("ETCH", Optional.of("Front")),
                        new Workcenter("LITHO", Optional.empty()));
    }

    /** A code may look like a flag, a number or null in YAML; it is text all the same. */
    @Test
    void takesCodesAsTheyAreWritten() {
        Plant plant = good(WHOLE, "lots", "resources", "resource_status");

        assertThat(plant.states().of("OFF")).isEqualTo(E10State.NST);
        assertThat(plant.states().of("07")).isEqualTo(E10State.NST);
        assertThat(plant.states().of("100  ")).isEqualTo(E10State.PRD);
        assertThat(plant.states().of("?")).isEqualTo(E10State.OTHER);
        assertThat(plant.states().of("off")).isEqualTo(E10State.OTHER);
        assertThat(plant.holdTypes().of("no")).isEqualTo(HoldType.NON_QUALITY);
        assertThat(plant.holdTypes().of("Waiting, for customer")).isEqualTo(HoldType.NON_QUALITY);
        assertThat(plant.holdTypes().of("Waiting")).isEqualTo(HoldType.QUALITY);
    }

    @Test
    void fillsInTheDefaults() {
        Plant plant = good("{title: Small, tables: {lots: {}, resources: }}", "lots", "resources");

        assertThat(plant.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(plant.shiftDayStart()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(plant.table(TableName.LOTS))
                .contains(
                        new TablePlan(
                                TableName.LOTS,
                                SELECT,
                                Optional.empty(),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(90),
                                Duration.ofHours(4),
                                Optional.empty(),
                                true,
                                List.of(),
                                new GateLimits(
                                        0.001,
                                        0.5,
                                        10,
                                        new GateLimits.Confirmation(
                                                3, 0.01, Duration.ofMinutes(10)))));
        assertThat(plant.table(TableName.RESOURCES).orElseThrow().required()).isFalse();
        assertThat(plant.simulator()).isEmpty();
    }

    @Test
    void freshForIsThreePeriods() {
        Plant plant = good("{title: T, tables: {lots: {period: 4s}}}", "lots");

        assertThat(plant.table(TableName.LOTS).orElseThrow().freshFor())
                .isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void aTrailingSemicolonIsNoPartOfTheQuery() {
        var plant = new PlantFolder(folder).yaml("{title: T, tables: {lots: {}}}");
        plant.sql("lots", "-- all of them\nSELECT 1 ;\n");
        var problems = new Problems();

        assertThat(PlantLoader.load(folder, problems).table(TableName.LOTS).orElseThrow().sql())
                .isEqualTo("-- all of them\nSELECT 1 ");
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void reportsEveryMistakeWithItsPlaceAtOnce() {
        List<String> problems =
                problems(
                        """
                        timeZone: Mars/Olympus
                        shiftDayStart: half past seven
                        colour: blue
                        source: {url: "jdbc:h2:mem:x", pasword: secret}
                        tables:
                          lots: {period: 5 seconds, freshFor: 5h, required: maybe, filters: customer}
                          resources: {period: 10s, freshFor: 9s, sourceLagMax: soon, proble: x}
                          resource_status: {gates: {dropMax: 0.5, quarantinedMax: 101%, jumpMax: 1, confirmReads: 1, more: 1}}
                          spec_workcenters: {period: 0s}
                          orders: {}
                          Bad-Name: {}
                        states: {PRD: [RUN, DOWN], UDT: [DOWN], BROKEN: [X]}
                        holdTypes: {quality: [a]}
                        workcenters: [{group: Front}, ETCH]
                        """,
                        "lots", "resources", "resource_status");

        assertThat(problems)
                .anyMatch(each -> each.equals("plant.yaml.title is missing"))
                .anyMatch(each -> each.startsWith("plant.yaml.timeZone = 'Mars/Olympus': "))
                .anyMatch(each -> each.startsWith("plant.yaml.shiftDayStart = 'half past seven': "))
                .anyMatch(each -> each.equals("plant.yaml.colour is not known"))
                .anyMatch(each -> each.equals("plant.yaml.source.pasword is not known"))
                .anyMatch(each -> each.startsWith("plant.yaml.tables.lots.period = '5 seconds': "))
                .anyMatch(each ->
                        each.startsWith(
                                "plant.yaml.tables.lots: freshFor must be shorter than expireAfter"))
                .anyMatch(each -> each.startsWith("plant.yaml.tables.lots.required = 'maybe': "))
                .anyMatch(each -> each.equals("plant.yaml.tables.lots.filters: expected a list"))
                .anyMatch(each ->
                        each.equals(
                                "plant.yaml.tables.resources: freshFor must not be shorter than period"))
                .anyMatch(each ->
                        each.startsWith("plant.yaml.tables.resources.sourceLagMax = 'soon': "))
                .anyMatch(each -> each.equals("plant.yaml.tables.resources.proble is not known"))
                .anyMatch(each ->
                        each.startsWith(
                                "plant.yaml.tables.resource_status.gates.dropMax = '0.5': "))
                .anyMatch(each ->
                        each.startsWith(
                                "plant.yaml.tables.resource_status.gates.quarantinedMax = '101%': "))
                .anyMatch(each ->
                        each.startsWith("plant.yaml.tables.resource_status.gates.jumpMax = '1': "))
                .anyMatch(each ->
                        each.equals("plant.yaml.tables.resource_status.gates.more is not known"))
                .anyMatch(each ->
                        each.equals("plant.yaml.tables.spec_workcenters.period must not be zero"))
                .anyMatch(each -> each.endsWith("spec_workcenters.sql cannot be read"))
                .anyMatch(each ->
                        each.equals("plant.yaml.tables.orders is not a table that Andon knows"))
                .anyMatch(each ->
                        each.equals("plant.yaml.tables.Bad-Name is not a table that Andon knows"))
                .anyMatch(each -> each.equals("plant.yaml.states maps 'DOWN' twice"))
                .anyMatch(each -> each.equals("plant.yaml.states.BROKEN is not known"))
                .anyMatch(each -> each.equals("plant.yaml.holdTypes.quality is not known"))
                .anyMatch(each -> each.equals("plant.yaml.workcenters[0].name is missing"))
                .anyMatch(each -> each.equals("plant.yaml.workcenters[1]: expected a mapping"))
                .noneMatch(each -> each.contains("secret"));
        assertThat(problems).doesNotHaveDuplicates();
    }

    @Test
    void aRepeatedKeyIsAMistake() {
        List<String> problems = problems("title: One\ntitle: Two\ntables: {lots: {}}\n", "lots");

        assertThat(problems)
                .anyMatch(each ->
                        each.contains("plant.yaml") && each.contains("duplicate key title"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "title: T",
                "{title: T, tables: {}}",
                "- title",
                "title: [T",
                "just text"
            })
    void aFileWithoutTablesIsAMistake(String yaml) {
        assertThat(problems(yaml)).anyMatch(each -> each.contains("names no table"));
    }

    @Test
    void anEmptyQueryIsAMistake() {
        new PlantFolder(folder).yaml("{title: T, tables: {lots: {}}}").sql("lots", " \n");
        var problems = new Problems();
        PlantLoader.load(folder, problems);

        assertThat(problems.found()).singleElement().asString().endsWith("lots.sql is empty");
    }

    @Test
    void aQuestionOffersWhatItsFileIsNamedForAndUsesItsValuesAndNoOther() {
        var plant =
                new PlantFolder(folder)
                        .yaml("{title: T, tables: {lots: {}}}")
                        .sql("lots", "SELECT 1")
                        .sql("lot_history", "SELECT 1 WHERE 'a' = :?lotId OR 'b' = :?lotId");
        var problems = new Problems();
        assertThat(PlantLoader.load(folder, problems).queries())
                .extracting(each -> each.name().value())
                .containsExactly("lot_history");
        assertThat(problems.found()).isEmpty();

        plant.sql("lot_history", "SELECT 1 WHERE 'a' = :?lot")
                .sql("ou_trend", "SELECT 1 WHERE :?fromDay < :?untilDay");
        PlantLoader.load(folder, problems);
        assertThat(problems.found())
                .containsExactlyInAnyOrder(
                        "lot_history.sql does not use :?lotId",
                        "lot_history.sql: there is no :?lot");
    }

    @Test
    void aFolderThatIsNoneIsAMistake() {
        var problems = new Problems();
        PlantLoader.load(folder.resolve("nowhere"), problems);

        assertThat(problems.found()).anyMatch(each -> each.endsWith("plant.yaml cannot be read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "smt2020", "oracle-dwh"})
    void shippedPlantsLoadClean(String name) {
        var problems = new Problems();
        Plant plant =
                PlantLoader.load(
                        RunningAndon.home().resolve("config/plants").resolve(name), problems);

        assertThat(problems.found()).isEmpty();
        assertThat(plant.id()).isEqualTo(name);
        assertThat(plant.tables())
                .extracting(TablePlan::table)
                .contains(TableName.LOTS, TableName.RESOURCES, TableName.RESOURCE_STATUS);
        assertThat(plant.table(TableName.LOTS).orElseThrow().required()).isTrue();
    }

    private Plant good(String yaml, String... tables) {
        var problems = new Problems();
        Plant plant = load(yaml, problems, tables);
        assertThat(problems.found()).isEmpty();
        return plant;
    }

    private List<String> problems(String yaml, String... tables) {
        var problems = new Problems();
        load(yaml, problems, tables);
        return problems.found();
    }

    private Plant load(String yaml, Problems problems, String... tables) {
        var plant = new PlantFolder(folder).yaml(yaml);
        for (String table : tables) plant.sql(table, SELECT);
        return PlantLoader.load(folder, problems);
    }
}
