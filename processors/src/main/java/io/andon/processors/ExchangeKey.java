package io.andon.processors;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A named, typed value that one step leaves on an exchange for a later one; the only way this code
 * reads or writes an exchange's properties.
 */
public record ExchangeKey<T>(String name, Class<T> type) {

    /**
     * The value that an earlier step left.
     *
     * @throws IllegalStateException if no earlier step of the route left the value
     */
    public T require(Exchange exchange) {
        T value = find(exchange);
        if (value == null) throw new IllegalStateException("the exchange has no '" + name + "'");
        return value;
    }

    public @Nullable T find(Exchange exchange) {
        return exchange.getProperty(name, type);
    }

    public void put(Exchange exchange, T value) {
        exchange.setProperty(name, value);
    }
}
