package io.andon.routes.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x and its listeners, one an event loop, one event loop a core. It listens from {@link #open}
 * on and not before, and brings every request to whoever serves at that moment: who serves can
 * change while it listens.
 */
public final class HttpEdge {
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int URI_BYTES_MAX = 8 * 1024;

    /** Longer than the event stream's heartbeat, short enough to drop a dead peer. */
    private static final int IDLE_SECONDS = 60;

    private static final int PULSE_MILLIS = 1_000;
    private static final int BACKLOG = 1_024;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String host;
    private final int port;
    private final int loops = Runtime.getRuntime().availableProcessors();
    private @Nullable Vertx vertx;
    private @Nullable String deployment;
    private volatile @Nullable EdgeHandlers serving;

    /** Opens nothing yet. */
    public HttpEdge(String host, int port) {
        this.host = host;
        this.port = port;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** The one Vert.x of this process, made when it is first asked for. */
    synchronized Vertx vertx() {
        Vertx running = vertx;
        if (running == null) {
            running =
                    Vertx.vertx(
                            new VertxOptions()
                                    .setPreferNativeTransport(true)
                                    .setEventLoopPoolSize(loops));
            vertx = running;
        }
        return running;
    }

    /**
     * From now on every request goes to {@code next}; one that was on its way to the former counts
     * there as under way.
     */
    public void serve(EdgeHandlers next) {
        serving = next;
    }

    /**
     * Starts to listen; somebody must serve already.
     *
     * @param pulse gives every event loop what it calls once a second
     * @throws java.net.BindException if the address cannot be had
     */
    public void open(Supplier<Runnable> pulse) throws Exception {
        deployment =
                join(
                        vertx().deployVerticle(
                                        () -> new Listener(pulse.get()),
                                        new DeploymentOptions().setInstances(loops)));
    }

    /** Stops listening and closes every connection. */
    public void shut() throws Exception {
        String id = deployment;
        deployment = null;
        if (id != null) join(vertx().undeploy(id));
    }

    /** Ends Vert.x. */
    public synchronized void end() throws Exception {
        Vertx running = vertx;
        vertx = null;
        if (running != null) join(running.close());
    }

    private void handle(HttpServerRequest request) {
        EdgeHandlers to = enter();
        try {
            to.handle(request);
        } finally {
            to.leave();
        }
    }

    /** Looks again after it has entered, so that nobody ends who was entered meanwhile. */
    private EdgeHandlers enter() {
        while (true) {
            EdgeHandlers to = serving;
            if (to == null) throw new IllegalStateException("nobody serves");
            to.enter();
            if (to == serving) return to;
            to.leave();
        }
    }

    private static <T> T join(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new IllegalStateException("Vert.x did not answer", e);
        }
    }

    private final class Listener extends AbstractVerticle {
        private final Runnable tick;

        Listener(Runnable tick) {
            this.tick = tick;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.setPeriodic(PULSE_MILLIS, _ -> tick.run());
            var options =
                    new HttpServerOptions()
                            .setIdleTimeout(IDLE_SECONDS)
                            .setMaxHeaderSize(HEADER_BYTES_MAX)
                            .setMaxInitialLineLength(URI_BYTES_MAX)
                            .setAcceptBacklog(BACKLOG)
                            .setTcpKeepAlive(true)
                            .setHttp2ClearTextEnabled(false);
            vertx.createHttpServer(options)
                    .requestHandler(HttpEdge.this::handle)
                    .listen(port, host)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
