package io.andon.routes.running;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.andon.routes.Andon;
import io.andon.routes.Configuration;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.core.ConditionTimeoutException;

/** A whole Andon on a port of its own, with its data in a folder of the test's. */
public final class RunningAndon implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(40);

    private final Andon andon;
    private final Configuration configuration;
    private final Map<String, String> settings;
    public final Caller http;

    private RunningAndon(Andon andon, Configuration configuration, Map<String, String> settings) {
        this.andon = andon;
        this.configuration = configuration;
        this.settings = settings;
        this.http = new Caller(configuration.settings().whole(SettingKey.HTTP_PORT));
    }

    /** The checkout that this build runs in. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        boolean isRoot = Files.isDirectory(here.resolve("config"));
        return isRoot ? here : here.resolve("..").normalize();
    }

    /** The demo plant as it is shipped, with some lots. */
    public static RunningAndon demo(Path data, int lots) {
        RunningAndon running =
                start("demo", data, Map.of("andon.demo.lots", Integer.toString(lots)));
        running.awaitReady();
        return running;
    }

    /** A plant's folder; does not wait for its first read. */
    public static RunningAndon of(Path plant, Path data) {
        return of(plant, data, Map.of());
    }

    public static RunningAndon of(Path plant, Path data, Map<String, String> settings) {
        return start(plant.toString(), data, settings);
    }

    private static RunningAndon start(String plant, Path data, Map<String, String> more) {
        var settings = new ConcurrentHashMap<>(more);
        settings.put("andon.plant", plant);
        settings.put("andon.data-dir", data.toString());
        settings.putIfAbsent("andon.http.port", Integer.toString(freePort()));
        Supplier<Configuration> read = () -> Configuration.read(root(), Map.of(), settings);
        Configuration configuration = read.get();
        try {
            return new RunningAndon(Andon.start(configuration, read), configuration, settings);
        } catch (Exception e) {
            throw new AssertionError("Andon did not start", e);
        }
    }

    /** Waits until every screen has figures. */
    public RunningAndon awaitReady() {
        try {
            await().atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            http.get("/api/wip/overview/summary").status() == 200
                                    && http.get("/api/dashboard/kpi").status() == 200);
            return this;
        } catch (ConditionTimeoutException e) {
            String health = http.get("/health").body();
            close();
            throw new AssertionError(health, e);
        }
    }

    /** Refreshes a table as an administrator's request would; back when it has ended. */
    public void refresh(String table) {
        try (ProducerTemplate producer = andon.context().createProducerTemplate()) {
            producer.requestBody("direct:refresh-" + table, (Object) null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a reload finds from now on, as if it were given on the command line. */
    public void set(String key, String value) {
        settings.put(key, value);
    }

    /** Reloads as an administrator does. */
    public Reply reload() {
        return http.send("POST", "/admin/api/reload", "Authorization", bearer());
    }

    public CamelContext context() {
        return andon.context();
    }

    public Configuration configuration() {
        return configuration;
    }

    public Path tokenFile() {
        return configuration.settings().path(SettingKey.ADMIN_TOKEN_FILE);
    }

    /** The value of an Authorization header that the admin paths accept. */
    public String bearer() {
        try {
            return "Bearer " + Files.readString(tokenFile()).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The sum of a metric's samples whose line holds {@code labels}. */
    public double metric(String name, String labels) {
        return http.get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> isSample(line, name) && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static boolean isSample(String line, String name) {
        return line.startsWith(name + "{") || line.startsWith(name + " ");
    }

    @Override
    public void close() {
        http.close();
        andon.close();
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Awaitility as these tests use it: often, and not for ever. */
    public static org.awaitility.core.ConditionFactory soon() {
        return await().atMost(20, SECONDS).pollInterval(Duration.ofMillis(25));
    }
}
