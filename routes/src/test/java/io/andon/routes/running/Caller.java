package io.andon.routes.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests as written: the path is neither encoded nor normalised. */
public final class Caller implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Caller(int port) {
        this.port = port;
    }

    /**
     * Asks.
     *
     * @param headers name, value, name, value …
     */
    public Reply get(String path, String... headers) {
        return send("GET", path, headers);
    }

    public Reply send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(LIMIT)
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        try {
            HttpResponse<String> response =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(
                    path, response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** The lines of the event stream as they come; closing it leaves. */
    public EventLines events() {
        return new EventLines(client, uri("/api/events"));
    }

    /** Writes bytes as they are and reads until the server closes. */
    public Reply raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return parse(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Reply parse(String all) {
        int blank = all.indexOf("\r\n\r\n");
        if (blank < 0) return new Reply("raw", 0, Map.of(), all);
        List<String> head = all.substring(0, blank).lines().toList();
        var headers = new TreeMap<String, List<String>>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(head.getFirst().substring(9, 12));
        return new Reply("raw", status, headers, all.substring(blank + 4));
    }
}
