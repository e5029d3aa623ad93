package io.andon.routes.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Camel's platform-http server, bound by {@link #open} once the routes run and not before, with one
 * listener an event loop, one event loop a core.
 */
public final class HttpEdge extends VertxPlatformHttpServer {
    /** No request of this interface has a body worth more. */
    private static final long BODY_BYTES_MAX = 64 * 1024L;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int URI_BYTES_MAX = 8 * 1024;

    /** Longer than the event stream's heartbeat, short enough to drop a dead peer. */
    private static final int IDLE_SECONDS = 60;

    private static final int PULSE_MILLIS = 1_000;
    private static final int BACKLOG = 1_024;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final VertxPlatformHttpServerConfiguration address;
    private final int loops = Runtime.getRuntime().availableProcessors();
    private @Nullable Vertx vertx;
    private @Nullable String deployment;

    private HttpEdge(VertxPlatformHttpServerConfiguration address) {
        super(address);
        this.address = address;
    }

    public static HttpEdge on(String host, int port) {
        var address = new VertxPlatformHttpServerConfiguration();
        address.setBindHost(host);
        address.setBindPort(port);
        address.setMaxBodySize(BODY_BYTES_MAX);
        return new HttpEdge(address);
    }

    /** How many event loops carry requests. */
    public int loops() {
        return loops;
    }

    /** Where this server listens, for Camel's engine to find its router by. */
    public VertxPlatformHttpServerConfiguration address() {
        return address;
    }

    /** The router that Camel's REST routes stand on. */
    public VertxPlatformHttpRouter router() {
        return VertxPlatformHttpRouter.lookup(
                getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(address.getBindPort()));
    }

    @Override
    protected Vertx createVertxInstance() {
        return Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
    }

    @Override
    protected void startServer() {
        vertx = getVertx();
    }

    /**
     * Starts to listen.
     *
     * @param pulse gives every event loop what it calls once a second
     * @throws java.net.BindException if the address cannot be had
     */
    public void open(Supplier<Runnable> pulse) throws Exception {
        Vertx running = vertx;
        if (running == null) throw new IllegalStateException("the server has not been started");
        Handler<HttpServerRequest> handler = router();
        deployment =
                join(
                        running.deployVerticle(
                                () -> new Listener(handler, pulse.get()),
                                new DeploymentOptions().setInstances(loops)));
    }

    /** Stops listening and closes every connection. */
    public void shut() {
        stopServer();
    }

    @Override
    protected void stopServer() {
        Vertx running = vertx;
        String id = deployment;
        deployment = null;
        if (running == null || id == null) return;
        try {
            join(running.undeploy(id));
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Override
    protected void stopVertx() {
        Vertx running = vertx;
        vertx = null;
        if (running == null) return;
        try {
            join(running.close());
        } catch (Exception e) {
            throw new CompletionException(e);
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
        private final Handler<HttpServerRequest> handler;
        private final Runnable tick;

        Listener(Handler<HttpServerRequest> handler, Runnable tick) {
            this.handler = handler;
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
                    .requestHandler(handler)
                    .listen(address.getBindPort(), address.getBindHost())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
