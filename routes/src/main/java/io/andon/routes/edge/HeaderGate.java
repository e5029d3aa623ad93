package io.andon.routes.edge;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * No header of a request enters an exchange, and of an exchange's headers only these leave. Query
 * parameters come the same way, and are dropped alike: operations read the raw query.
 */
public final class HeaderGate implements HeaderFilterStrategy {
    private static final Set<String> LEAVE =
            Set.of("age", "andon-trace", "cache-control", "retry-after");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !LEAVE.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}
