package io.andon.cache.plant;

/** Where a plant's data comes from; a password never stands in a plant. */
public record Source(String url, String user) {}
