package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.Andon;
import io.andon.routes.Configuration;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;

/** A real Andon on a free port, asked over HTTP as a browser would. */
public final class RunningAndon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAGE_SIZE = 500;

    private final Andon andon;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final ProducerTemplate producer;

    private RunningAndon(Andon andon, String address) {
        this.andon = andon;
        this.address = address;
        producer = andon.context().createProducerTemplate();
    }

    /** What came back: the status, and the body as JSON. */
    public record Reply(int status, JsonNode body) {
        /** The codes in the meta of an answer that stands. */
        public List<String> degraded() {
            return body.at("/meta/degraded")
                    .valueStream()
                    .map(each -> each.get("code").asText())
                    .toList();
        }

        public JsonNode data() {
            return body.get("data");
        }
    }

    /**
     * Starts Andon.
     *
     * @param plant a name under {@code config/plants}, or a folder
     */
    public static RunningAndon start(String plant, Path data, Map<String, String> settings)
            throws Exception {
        int port = freePort();
        var commandLine = new HashMap<>(settings);
        commandLine.put("andon.plant", plant);
        commandLine.put("andon.http.port", Integer.toString(port));
        commandLine.put("andon.data-dir", data.toString());
        Configuration read = Configuration.read(home(), Map.of(), commandLine);
        return new RunningAndon(Andon.start(read, () -> read), "http://127.0.0.1:" + port);
    }

    /** The repository's root, under which {@code config} lies. */
    public static Path home() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("routes") ? here.resolveSibling("") : here;
    }

    /** Waits until every table has a version and the machines are composed. */
    public RunningAndon awaitUp() {
        await("all tables read")
                .atMost(PATIENCE)
                .until(() ->
                        ask("/health").body().path("state").asText().equals("UP")
                                && ask("/api/resource/status/summary").status() == 200);
        return this;
    }

    /** Runs a table's refresh to its end, or to where another one that runs takes it over. */
    public void refresh(String table) {
        producer.send("direct:refresh-" + table, _ -> {});
    }

    public Reply ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), json.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(path + " is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path + " was interrupted", e);
        }
    }

    /** The data of an answer that must stand, with nothing wrong about it. */
    public JsonNode data(String path) {
        Reply reply = ask(path);
        assertThat(reply.status()).as("%s: %s", path, reply.body()).isEqualTo(200);
        assertThat(reply.degraded()).as(path).isEmpty();
        return reply.data();
    }

    /** The rows of every page. */
    public List<JsonNode> rows(String path) {
        var rows = new ArrayList<JsonNode>();
        String query = path + (path.contains("?") ? "&" : "?") + "pageSize=" + PAGE_SIZE;
        JsonNode page = data(query);
        for (int number = 2; ; number++) {
            page.get("rows").forEach(rows::add);
            if (number > page.get("totalPages").asInt()) break;
            page = data(query + "&page=" + number);
        }
        assertThat(rows).as(path).hasSize(page.get("total").asInt());
        return rows;
    }

    @Override
    public void close() {
        andon.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
