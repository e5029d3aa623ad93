package io.andon.routes.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An Andon in a process of its own, which can be killed as a process is. */
public final class ForkedAndon implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    public final Caller http;

    private ForkedAndon(Process process, int port) {
        this.process = process;
        this.port = port;
        this.http = new Caller(port);
    }

    /** Starts it; back when it listens, so before it has answered anything. */
    public static ForkedAndon listening(Path plant, Path data, Map<String, String> settings) {
        return listening(plant, data, settings, List.of("-XX:+UseSerialGC", "-Xmx256m"));
    }

    /** As it is shipped, its heap of 192 MB among the rest. */
    public static ForkedAndon shipped(Path plant, Path data, Map<String, String> settings) {
        String options = "@" + RunningAndon.root().resolve("conda/bin/jvm.options");
        return listening(plant, data, settings, List.of(options));
    }

    private static ForkedAndon listening(
            Path plant, Path data, Map<String, String> settings, List<String> jvm) {
        int port = RunningAndon.freePort();
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "-Dandon.home=" + RunningAndon.root(),
                                "-cp",
                                classPath,
                                "io.andon.routes.Main",
                                "run",
                                "--plant",
                                plant.toString(),
                                "--port",
                                Integer.toString(port),
                                "-D",
                                "andon.data-dir=" + data));
        command.addAll(0, jvm);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin/java").toString());
        settings.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        Path log = data.resolve("andon.log");
        try {
            Files.createDirectories(data);
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            var andon = new ForkedAndon(process, port);
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(andon::listensOrEnded);
            assertThat(process.isAlive()).as("%s", Files.readString(log)).isTrue();
            return andon;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does; back when it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the process stand still, as a paused machine does. */
    public void freeze() {
        Signal.STOP.to(process.pid());
    }

    public void thaw() {
        Signal.CONT.to(process.pid());
    }

    @Override
    public void close() {
        http.close();
        kill();
    }

    private boolean listensOrEnded() {
        if (!process.isAlive()) return true;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // a port of its own that nobody listens on: TCP lets a socket meet itself
            return socket.getLocalPort() != port;
        } catch (IOException _) {
            return false;
        }
    }
}
