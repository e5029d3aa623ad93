package io.andon.cache.query;

/** So many lots with so many pieces. */
public record Count(long lots, long qty) {
    public static final Count NONE = new Count(0, 0);

    public Count plus(Count other) {
        return new Count(lots + other.lots, qty + other.qty);
    }
}
