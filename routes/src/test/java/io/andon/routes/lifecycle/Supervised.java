package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Caller;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An Andon that a shell starts again each time it ends with 75, and with nothing else. */
final class Supervised implements AutoCloseable {
    private static final String LOOP =
            "while :; do \"$@\" & child=$!; echo $child > \"$0\"; wait $child; code=$?;"
                    + " echo \"ended $code\"; [ $code = 75 ] || exit $code; done";

    private final Process shell;
    private final Path data;
    private final int port = RunningAndon.freePort();
    final Caller http = new Caller(port);

    private Supervised(Path plant, Path data, Map<String, String> settings) throws IOException {
        this.data = Files.createDirectories(data);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                LOOP,
                                data.resolve("process").toString(),
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Dandon.home=" + RunningAndon.root(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.andon.routes.Main",
                                "run",
                                "--plant",
                                plant.toString(),
                                "--port",
                                Integer.toString(port),
                                "-D",
                                "andon.data-dir=" + data));
        settings.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        shell =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log().toFile())
                        .start();
    }

    static Supervised start(Path plant, Path data, Map<String, String> settings)
            throws IOException {
        return new Supervised(plant, data, settings).awaitReady();
    }

    int port() {
        return port;
    }

    Path log() {
        return data.resolve("andon.log");
    }

    /** The id of the process that runs now. */
    long process() {
        try {
            return Long.parseLong(Files.readString(data.resolve("process")).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String bearer() throws IOException {
        return "Bearer " + Files.readString(data.resolve("admin-token")).strip();
    }

    /** Waits until it answers, and with figures. */
    Supervised awaitReady() {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> http.get("/api/wip/overview/summary").status() == 200);
        return this;
    }

    @Override
    public void close() throws IOException {
        http.close();
        ProcessHandle.of(process()).ifPresent(ProcessHandle::destroyForcibly);
        shell.destroy();
        try {
            assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
