package io.andon.routes.plant;

import io.andon.cache.plant.E10State;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldTypes;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.plant.StateMap;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.plant.Workcenter;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.TableName;
import io.andon.processors.history.SourceQuestions;
import io.andon.routes.settings.Problems;
import io.andon.routes.source.NamedParameters;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a plant's folder: {@code plant.yaml} and one {@code .sql} a table. */
public final class PlantLoader {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration READ_DEADLINE = Duration.ofSeconds(60);
    private static final Duration EXPIRE_AFTER = Duration.ofHours(4);
    private static final int FRESH_PERIODS = 3;

    private final Path folder;
    private final Problems problems;

    private PlantLoader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Reads the folder; every mistake goes to {@code problems}, and then the result is unusable.
     */
    public static Plant load(Path folder, Problems problems) {
        return new PlantLoader(folder, problems).plant();
    }

    private Plant plant() {
        Path file = folder.resolve("plant.yaml");
        var root = new Section("plant.yaml", yaml(file), problems);
        Section source =
                root.section("source").orElseGet(() -> new Section("source", Map.of(), problems));
        var plant =
                new Plant(
                        String.valueOf(folder.getFileName()),
                        root.text("title"),
                        root.parsed("timeZone", ZoneOffset.UTC, ZoneId::of),
                        root.parsed("shiftDayStart", LocalTime.MIDNIGHT, LocalTime::parse),
                        new Source(
                                source.optionalText("url").orElse(""),
                                source.optionalText("user").orElse("")),
                        tables(root),
                        states(root),
                        holdTypes(root),
                        root.sections("workcenters").stream().map(PlantLoader::workcenter).toList(),
                        root.optionalText("simulator"),
                        queries());
        source.refuseUnasked();
        root.refuseUnasked();
        return plant;
    }

    private Object yaml(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            var dump = new DumperOptions();
            Object yaml =
                    new Yaml(
                                    new SafeConstructor(options),
                                    new Representer(dump),
                                    dump,
                                    options,
                                    new PlainText())
                            .load(reader);
            return yaml == null ? Map.of() : yaml;
        } catch (IOException e) {
            problems.add("%s cannot be read".formatted(file));
        } catch (YAMLException e) {
            problems.add("%s: %s".formatted(file, e.getMessage()));
        }
        return Map.of();
    }

    /** Every value is the text that was written: OFF is no flag, 07:30 no number. */
    private static final class PlainText extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }

    private List<TablePlan> tables(Section root) {
        var tables = new ArrayList<TablePlan>();
        root.section("tables")
                .ifPresent(section ->
                        section.children().forEach((name, table) -> table(name, table, tables)));
        problems.require(!tables.isEmpty(), "plant.yaml.tables names no table");
        return tables;
    }

    private void table(String name, Section section, List<TablePlan> tables) {
        Optional<TableName> known = known(name);
        if (known.isEmpty()) {
            problems.add("plant.yaml.tables.%s is not a table that Andon knows".formatted(name));
            return;
        }
        TableName table = known.get();
        Duration period = section.duration("period", PERIOD);
        Duration freshFor = section.duration("freshFor", period.multipliedBy(FRESH_PERIODS));
        Duration readDeadline = section.duration("readDeadline", READ_DEADLINE);
        Duration expireAfter = section.duration("expireAfter", EXPIRE_AFTER);
        problems.require(
                freshFor.compareTo(expireAfter) < 0,
                "plant.yaml.tables.%s: freshFor must be shorter than expireAfter".formatted(name));
        problems.require(
                readDeadline.compareTo(expireAfter) < 0,
                "plant.yaml.tables.%s: readDeadline must be shorter than expireAfter: the data would expire under a read that may still succeed"
                        .formatted(name));
        problems.require(
                freshFor.compareTo(period) >= 0,
                "plant.yaml.tables.%s: freshFor must not be shorter than period".formatted(name));
        tables.add(
                new TablePlan(
                        table,
                        sql(name),
                        section.optionalText("probe"),
                        period,
                        readDeadline,
                        freshFor,
                        expireAfter,
                        section.optionalText("sourceLagMax")
                                .map(_ -> section.duration("sourceLagMax", EXPIRE_AFTER)),
                        section.flag("required", table.equals(TableName.LOTS)),
                        section.texts("filters"),
                        section.section("gates")
                                .map(PlantLoader::gates)
                                .orElse(GateLimits.DEFAULT)));
        section.refuseUnasked();
    }

    private static Optional<TableName> known(String name) {
        try {
            return Optional.of(new TableName(name))
                    .filter(table -> CanonicalTables.of(table).isPresent());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static GateLimits gates(Section section) {
        var limits =
                new GateLimits(
                        section.parsed(
                                "quarantinedMax",
                                GateLimits.DEFAULT.quarantinedMax(),
                                PlantLoader::share),
                        section.parsed("dropMax", GateLimits.DEFAULT.dropMax(), PlantLoader::share),
                        section.parsed(
                                "jumpMax", GateLimits.DEFAULT.jumpMax(), PlantLoader::factor),
                        confirmation(section));
        section.refuseUnasked();
        return limits;
    }

    private static GateLimits.Confirmation confirmation(Section section) {
        GateLimits.Confirmation usual = GateLimits.DEFAULT.confirmation();
        return new GateLimits.Confirmation(
                section.parsed("confirmReads", usual.reads(), PlantLoader::reads),
                section.parsed("confirmWithin", usual.within(), PlantLoader::share),
                section.duration("confirmOver", usual.over()));
    }

    private String sql(String table) {
        Path file = folder.resolve(table + ".sql");
        try {
            String sql = Files.readString(file).strip();
            problems.require(!sql.isEmpty(), "%s is empty".formatted(file));
            return sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql;
        } catch (IOException _) {
            problems.add("%s cannot be read".formatted(file));
            return "";
        }
    }

    /** What the source can be asked: each is offered by its file. */
    private List<SourceQuery> queries() {
        return SourceQuestions.PARAMETERS.keySet().stream()
                .sorted()
                .filter(name -> Files.exists(folder.resolve(name + ".sql")))
                .map(name -> new SourceQuery(name, questionSql(name)))
                .toList();
    }

    private String questionSql(TableName name) {
        String sql = sql(name.value());
        List<String> wanted = SourceQuestions.PARAMETERS.getOrDefault(name, List.of());
        List<String> found = NamedParameters.names(sql);
        for (String each : wanted) {
            problems.require(
                    found.contains(each), "%s.sql does not use :?%s".formatted(name, each));
        }
        for (String each : found) {
            problems.require(
                    wanted.contains(each), "%s.sql: there is no :?%s".formatted(name, each));
        }
        return sql;
    }

    private StateMap states(Section root) {
        var codes = new HashMap<String, E10State>();
        root.section("states")
                .ifPresent(section -> {
                    for (E10State state : E10State.values()) {
                        for (String code : section.texts(state.name())) {
                            E10State other = codes.put(code, state);
                            problems.require(
                                    other == null || other == state,
                                    "plant.yaml.states maps '%s' twice".formatted(code));
                        }
                    }
                    section.refuseUnasked();
                });
        return new StateMap(codes);
    }

    private static HoldTypes holdTypes(Section root) {
        return root.section("holdTypes")
                .map(section -> {
                    var types = new HoldTypes(Set.copyOf(section.texts("nonQuality")));
                    section.refuseUnasked();
                    return types;
                })
                .orElseGet(() -> new HoldTypes(Set.of()));
    }

    private static Workcenter workcenter(Section section) {
        var workcenter = new Workcenter(section.text("name"), section.optionalText("group"));
        section.refuseUnasked();
        return workcenter;
    }

    private static double share(String text) {
        if (!text.endsWith("%")) throw new IllegalArgumentException("expected a share like 0.1%");
        double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("must be 0% to 100%");
        return share;
    }

    /** One read confirms nothing. */
    private static int reads(String text) {
        int reads = Integer.parseInt(text);
        if (reads < 2) throw new IllegalArgumentException("must be 2 or more");
        return reads;
    }

    private static double factor(String text) {
        double factor = Double.parseDouble(text);
        if (!(factor > 1)) throw new IllegalArgumentException("must be above 1");
        return factor;
    }
}
