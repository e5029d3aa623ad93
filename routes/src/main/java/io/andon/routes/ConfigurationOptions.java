package io.andon.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a configuration takes. */
final class ConfigurationOptions {
    @Option(names = "--plant", description = "A plant's name under config/plants, or its folder.")
    private @Nullable String plant;

    @Option(names = "--port", description = "The port to listen on (andon.http.port).")
    private @Nullable String port;

    @Option(names = "-D", description = "Any setting: -D andon.demo.lots=100000.")
    private Map<String, String> settings = new HashMap<>();

    /** Reads the configuration of the home that the launcher names. */
    Configuration read() {
        var commandLine = new HashMap<>(settings);
        if (plant != null) commandLine.put("andon.plant", plant);
        if (port != null) commandLine.put("andon.http.port", port);
        Path home = Path.of(System.getProperty("andon.home", "")).toAbsolutePath();
        return Configuration.read(home, System.getenv(), commandLine);
    }
}
