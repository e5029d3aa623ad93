package io.andon.processors;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;

/** The id by which a response and the log lines of its making, or those of a refresh, are found. */
public final class Trace {
    /** The log's key of it; problem bodies have it under the same name. */
    public static final String ID = "traceId";

    /** The response header that carries it. */
    public static final String HEADER = "Andon-Trace";

    private static final ExchangeKey<String> TRACE = new ExchangeKey<>("andon.trace", String.class);

    private Trace() {}

    /** A new id: 16 hexadecimal digits. */
    public static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** The exchange's id, which it gets when it is first asked for. */
    public static String of(Exchange exchange) {
        String known = TRACE.find(exchange);
        if (known != null) return known;
        String id = newId();
        TRACE.put(exchange, id);
        return id;
    }
}
