package io.andon.routes.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, as a shell starts it. */
public final class AndonCommand {
    private static final int LIMIT_SECONDS = 60;

    private AndonCommand() {}

    /** How a process ended. */
    public record Ended(int code, List<String> out, List<String> err) {}

    /**
     * Runs it to its end.
     *
     * @param errors the file that takes its standard error
     * @param arguments parted by one blank each
     */
    public static Ended run(Path andonHome, Path errors, String arguments) throws Exception {
        Process process = start(andonHome, errors, arguments);
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(
                    process.exitValue(),
                    process.inputReader(StandardCharsets.UTF_8).lines().toList(),
                    Files.readAllLines(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts it; the caller sees to its end. */
    public static Process start(Path andonHome, Path errors, String arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dandon.home=" + andonHome,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.andon.routes.Main"));
        if (!arguments.isEmpty()) command.addAll(List.of(arguments.split(" ", -1)));
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANDON_"));
        return builder.start();
    }
}
