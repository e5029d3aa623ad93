package io.andon.cache.plant;

import java.util.Optional;

/** A workcenter in the plant's own display order, which its position in the list gives. */
public record Workcenter(String name, Optional<String> group) {}
