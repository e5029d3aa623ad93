package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Caller;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A Prometheus of the test's own that scrapes one Andon twice a second, under the shipped rules
 * whose {@code for} is two seconds in place of minutes; all else in them is as it is shipped.
 */
final class RealPrometheus implements AutoCloseable {
    private final Process process;
    private final Caller http;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.http = new Caller(port);
    }

    /** Skips the test where there is no Prometheus, or fails where nothing may be skipped. */
    static RealPrometheus scraping(int andon, Path folder) throws IOException {
        Path root = RunningAndon.root();
        String rules = Files.readString(root.resolve("config/alerts/andon.yaml"));
        Files.writeString(
                folder.resolve("andon.yaml"), rules.replaceAll("for: [0-9]+m", "for: 2s"));
        String example = Files.readString(root.resolve("config/alerts/prometheus.yml"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                example.replace("15s", "500ms")
                        .replace("localhost:8080", "127.0.0.1:" + andon)
                        .replaceAll("(?s)alerting:.*?\n\n", ""));
        int port = RunningAndon.freePort();
        var command =
                new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port);
        command.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        try {
            return new RealPrometheus(command.start(), port);
        } catch (IOException e) {
            String missing = "prometheus is missing (Debian: prometheus)";
            if (!"1".equals(System.getenv("ANDON_TEST_STRICT"))) return abort(missing);
            return fail(missing, e);
        }
    }

    boolean isReady() {
        try {
            return http.get("/-/ready").status() == 200;
        } catch (RuntimeException _) { // it does not listen yet
            return false;
        }
    }

    /** What a query gives now. */
    JsonNode query(String query) {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        Reply reply = http.get("/api/v1/query?query=" + encoded);
        assertThat(reply.status()).as(query + reply.body()).isEqualTo(200);
        return reply.data().path("result");
    }

    /** The names of the alerts that fire now. */
    Set<String> firing() {
        var names = new TreeSet<String>();
        for (JsonNode alert : http.get("/api/v1/alerts").data().path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    /** The rules that were not evaluated, or not without a mistake. */
    Set<String> unwell() {
        var names = new TreeSet<String>();
        for (JsonNode group : http.get("/api/v1/rules").data().path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    names.add(rule.path("name").asText() + rule.path("lastError").asText());
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException _) { // whoever ends the test cannot wait
            Thread.currentThread().interrupt();
        }
    }
}
