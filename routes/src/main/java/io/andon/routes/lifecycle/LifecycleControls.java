package io.andon.routes.lifecycle;

import io.andon.processors.request.ApiRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Processor;

/** Reloads and restarts at an administrator's word. */
public final class LifecycleControls {
    /** Longer than a reload takes when no read is under way. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    /** Of the server's twenty workers. */
    private static final int WAITERS_MAX = 2;

    private final Lifecycle lifecycle;
    private final Semaphore waiters = new Semaphore(WAITERS_MAX);

    public LifecycleControls(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** Takes the configuration anew; who waits too long is told that it goes on. */
    public Processor reload() {
        return exchange -> outcome(lifecycle.reload()).answer(exchange);
    }

    public Processor restart() {
        return exchange -> {
            var asked = (ApiRequest.Restart) ApiRequest.REQUEST.require(exchange);
            lifecycle.restart(asked.forced()).answer(exchange);
        };
    }

    private Verdict outcome(CompletableFuture<Verdict> reload) throws InterruptedException {
        if (!waiters.tryAcquire()) return lifecycle.reloadGoesOn();
        try {
            return reload.get(WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return lifecycle.reloadGoesOn();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            waiters.release();
        }
    }
}
