package io.andon.routes.edge;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.processors.compose.Encode;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes versions, changes of codes and heartbeats to every open page. A client that does not read
 * is dropped once its buffer is full; it comes back by itself and gets the present state first.
 */
public final class EventStream {
    /** Some hundred events: far behind already, and little memory over thousands of clients. */
    private static final int CLIENT_BUFFER_BYTES = 64 * 1024;

    private static final int RECONNECT_MILLIS = 2_000;

    private final SnapshotStore store;
    private final List<TableName> tables;
    private final Clock clock;
    private final Set<HttpServerResponse> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    public EventStream(SnapshotStore store, List<TableName> tables, Clock clock) {
        this.store = store;
        this.tables = List.copyOf(tables);
        this.clock = clock;
    }

    /** Clients connected now. */
    public int clients() {
        return clients.size();
    }

    /** Clients dropped since the start because they did not read. */
    public long dropped() {
        return dropped.get();
    }

    /** Says that a table has a version, new or confirmed. */
    public void version(TableName table) {
        Buffer event = versionEvent(store.state(table));
        if (event.length() > 0) send(event);
    }

    /** Says which codes a table carries now. */
    public void degraded(TableName table) {
        send(degradedEvent(table));
    }

    /** Says that the stream lives. */
    public void heartbeat() {
        send(heartbeatEvent());
    }

    void open(RoutingContext context) {
        if (context.request().query() != null) {
            Problems.end(
                    context, DegradedCode.INVALID_PARAMETER, "this operation takes no parameters");
            return;
        }
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .setWriteQueueMaxSize(CLIENT_BUFFER_BYTES);
        response.closeHandler(_ -> clients.remove(response));
        response.exceptionHandler(_ -> clients.remove(response));
        response.write("retry: " + RECONNECT_MILLIS + "\n\n");
        response.write(heartbeatEvent());
        var told = new HashMap<TableName, TableState>();
        tables.forEach(table -> told.put(table, tell(response, table)));
        clients.add(response);
        // What changed while the client was not yet among the others reached nobody.
        tables.stream()
                .filter(table -> !store.state(table).equals(told.get(table)))
                .forEach(table -> tell(response, table));
    }

    /** Writes the present state of a table and returns it. */
    private TableState tell(HttpServerResponse response, TableName table) {
        TableState state = store.state(table);
        Buffer version = versionEvent(state);
        if (version.length() > 0) response.write(version);
        response.write(degradedEvent(table));
        return state;
    }

    /** Ends every stream, so that a stopping server waits for none. */
    public void close() {
        clients.forEach(HttpServerResponse::end);
        clients.clear();
    }

    private void send(Buffer event) {
        clients.removeIf(client -> !accepts(client, event));
    }

    /** Writes to a client, or says that it is gone or must go. */
    private boolean accepts(HttpServerResponse client, Buffer event) {
        if (client.closed() || client.ended()) return false;
        if (client.writeQueueFull()) {
            dropped.incrementAndGet();
            client.reset();
            return false;
        }
        client.write(event);
        return true;
    }

    private Buffer heartbeatEvent() {
        return event(
                "heartbeat",
                json -> {
                    json.writeStartObject();
                    json.writeStringField("now", clock.instant().toString());
                    json.writeEndObject();
                });
    }

    private Buffer versionEvent(TableState state) {
        return state.snapshot()
                .map(snapshot ->
                        event(
                                "version",
                                json -> {
                                    json.writeStartObject();
                                    json.writeStringField("table", state.table().value());
                                    json.writeNumberField("version", snapshot.version());
                                    json.writeStringField(
                                            "asOf", snapshot.snapshot().asOf().toString());
                                    json.writeNumberField("rows", snapshot.snapshot().rowCount());
                                    json.writeEndObject();
                                }))
                .orElseGet(Buffer::buffer);
    }

    private Buffer degradedEvent(TableName table) {
        List<DegradedCode> codes = store.find(table).codes();
        TableState state = store.state(table);
        return event(
                "degraded",
                json -> {
                    json.writeStartObject();
                    json.writeStringField("table", table.value());
                    json.writeArrayFieldStart("codes");
                    for (DegradedCode code : codes) json.writeString(code.name());
                    json.writeEndArray();
                    JsonFields.time(json, "nextAttemptAt", state.nextAttemptAt().orElse(null));
                    json.writeEndObject();
                });
    }

    private Buffer event(String name, JsonBody data) {
        String text =
                "id: %d\nevent: %s\ndata: %s\n\n"
                        .formatted(
                                ids.incrementAndGet(),
                                name,
                                new String(Encode.bytes(data), StandardCharsets.UTF_8));
        return Buffer.buffer(text);
    }
}
