package io.andon.routes;

import io.andon.cache.plant.Plant;
import io.andon.demo.DemoPlant;
import io.andon.processors.source.MemoryBudget;
import io.andon.routes.plant.PlantCheck;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.andon.routes.source.Pools;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A dry run against the live database: everything wrong with the plant, at once. */
@Command(
        name = "check",
        description =
                "Says everything that is wrong with the configuration, the connection, the columns,"
                        + " the types, the keys and the states of a plant.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions options = new ConfigurationOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Configuration configuration = options.read();
        PrintWriter out = out();
        configuration.warnings().forEach(warning -> out.println("warning  " + warning));
        List<PlantCheck.Finding> findings = check(configuration);
        findings.forEach(
                finding -> out.printf("%-8s %s%n", finding.level().label(), finding.message()));
        long wrong = findings.stream().filter(PlantCheck.Finding::isError).count();
        out.println(
                wrong == 0
                        ? "A start with plant %s would succeed."
                                .formatted(configuration.plant().id())
                        : "%d %s; a start would not succeed."
                                .formatted(wrong, wrong == 1 ? "problem" : "problems"));
        out.flush();
        return wrong == 0 ? ExitCode.TOLD_TO_STOP : ExitCode.CONFIGURATION;
    }

    /** As a start would: the demo plant's database is made when it is missing. */
    private static List<PlantCheck.Finding> check(Configuration configuration) {
        Plant plant = configuration.plant();
        Settings settings = configuration.settings();
        Optional<DemoPlant> demo;
        try {
            demo = Andon.demo(plant, settings);
        } catch (IllegalStateException e) {
            return List.of(
                    new PlantCheck.Finding(PlantCheck.Level.ERROR, String.valueOf(e.getMessage())));
        }
        try (var pools = Pools.open(settings, plant.id(), null)) {
            var memory = new MemoryBudget(settings.number(SettingKey.MEMORY_BUDGET), () -> 0);
            return new PlantCheck(plant, pools.reader(), memory).run();
        } finally {
            demo.ifPresent(DemoPlant::close);
        }
    }

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
    }
}
