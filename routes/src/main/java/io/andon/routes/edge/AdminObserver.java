package io.andon.routes.edge;

import java.util.Optional;
import java.util.OptionalInt;

/** Told what happens under {@code /admin}; on an event loop, so it must not wait. */
public interface AdminObserver {
    /**
     * A request that came with the token, and that may change something.
     *
     * @param address of the peer, without its port
     * @param path as it was asked
     * @param query as it was asked, if there was one
     * @param status of the answer; empty when the peer left before it
     */
    record Act(
            String address,
            String method,
            String path,
            Optional<String> query,
            OptionalInt status,
            Optional<String> traceId) {}

    /** The response to such a request has ended. */
    void acted(Act act);

    /** Somebody came without the token, or with a wrong one. */
    void refused();
}
