package io.andon.cache;

import java.util.Locale;

/** What to do about a code: what people, the watchdog and the runbooks act on. */
public enum Action {
    NONE,
    WAIT,
    RELOAD,
    RESTART,
    FIX_CONFIG,
    PAGE;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name on the wire: {@code fix-config}. */
    public String id() {
        return id;
    }
}
