package io.andon.routes.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** An open event stream, read on the caller's own thread. */
public final class EventLines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;

    /** One event: its counter, name and data. */
    public record Event(long id, String name, JsonNode data) {
        public boolean is(String wanted, String table) {
            return name.equals(wanted) && data.path("table").asText().equals(table);
        }
    }

    EventLines(HttpClient client, URI uri) {
        try {
            response =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public Reply head() {
        return new Reply("/api/events", response.statusCode(), response.headers().map(), "");
    }

    /** The next event; blocks until it is there. */
    public Event next() {
        long id = 0;
        String name = "";
        String data = "";
        for (String line : block()) {
            if (line.startsWith("id: ")) id = Long.parseLong(line.substring(4));
            else if (line.startsWith("event: ")) name = line.substring(7);
            else if (line.startsWith("data: ")) data = line.substring(6);
            else if (!line.startsWith("retry: ")) throw new AssertionError("not SSE: " + line);
        }
        if (name.isEmpty()) return next();
        try {
            return new Event(id, name, JSON.readTree(data));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + data, e);
        }
    }

    /** The next event that is wanted. */
    public Event next(Predicate<Event> wanted) {
        for (Event event = next(); ; event = next()) if (wanted.test(event)) return event;
    }

    /** The lines up to the next blank one. */
    public List<String> block() {
        var block = new java.util.ArrayList<String>();
        try {
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line == null) throw new AssertionError("the stream ended after " + block);
                if (line.isEmpty()) return block;
                block.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
