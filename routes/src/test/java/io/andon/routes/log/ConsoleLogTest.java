package io.andon.routes.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process's standard error, read and not read. */
class ConsoleLogTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir private Path folder = Path.of("");

    @Test
    void asTextAnEventIsOneLineWithItsTraceAndWithoutSecrets() throws Exception {
        List<String> lines = logged("text", 2);
        assertThat(lines.getFirst())
                .matches(
                        "[0-9-]{10}T[0-9:.]+Z WARN  Flood \\[0123456789abcdef\\] - "
                                + "line 0 \\*\\*\\*\\\\nforged");
        assertThat(lines.get(2)).contains(" ERROR Flood [0123456789abcdef] - the end");
        assertThat(lines.get(3)).isEqualTo("java.lang.IllegalStateException: *** too");
        assertThat(lines.get(4)).startsWith("\tat ").contains("Flood.main");
        assertThat(String.join("\n", lines)).doesNotContain("geheimnis");
    }

    @Test
    void asJsonAnEventIsOneObjectOnOneLine() throws Exception {
        List<String> lines = logged("json", 2);
        assertThat(lines).hasSize(3);
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first.path("message").asText()).isEqualTo("line 0 ***\nforged");
        assertThat(first.path("level").asText()).isEqualTo("warn");
        assertThat(first.path("traceId").asText()).isEqualTo("0123456789abcdef");
        assertThat(first.path("stack").isNull()).isTrue();
        JsonNode last = new ObjectMapper().readTree(lines.getLast());
        assertThat(last.path("stack").asText()).contains("IllegalStateException: *** too");
        assertThat(String.join("\n", lines)).doesNotContain("geheimnis");
    }

    /** Fault 42: whoever reads the log stands still, and the pipe to him is full. */
    @Test
    void nobodyWhoLogsWaitsForWhoeverReads() throws Exception {
        Process process = flood(20_000, ProcessBuilder.Redirect.PIPE, "unread");
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            String dropped = process.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(Integer.parseInt(dropped)).isBetween(10_000, 20_001);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> logged(String form, int lines) throws Exception {
        Path errors = folder.resolve("errors");
        Process process = flood(form, lines, ProcessBuilder.Redirect.to(errors.toFile()));
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("0");
        return Files.readAllLines(errors);
    }

    private static Process flood(int lines, ProcessBuilder.Redirect errors, String more)
            throws IOException {
        return start(errors, List.of("text", Integer.toString(lines), more));
    }

    private static Process flood(String form, int lines, ProcessBuilder.Redirect errors)
            throws IOException {
        return start(errors, List.of(form, Integer.toString(lines)));
    }

    private static Process start(ProcessBuilder.Redirect errors, List<String> arguments)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Flood.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(errors).start();
    }
}
