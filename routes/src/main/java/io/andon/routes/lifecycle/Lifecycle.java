package io.andon.routes.lifecycle;

import java.util.concurrent.CompletableFuture;

/** What a process can be told to do with itself. */
public interface Lifecycle {
    /** Takes the configuration anew, or joins who does; the outcome follows. */
    CompletableFuture<Verdict> reload();

    /** What whoever asked for a reload is told while it goes on. */
    Verdict reloadGoesOn();

    /**
     * Goes down, to be started again, unless that is refused; returns before it does.
     *
     * @param forced whether it may be asked for although it would mend nothing
     */
    Verdict restart(boolean forced);
}
