package io.andon.routes.edge;

import io.vertx.core.Vertx;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's platform-http server without a listener: the router that one context's REST routes stand
 * on. {@link HttpEdge} brings it the requests, and keeps Vert.x when this server stops.
 */
public final class CamelServer extends VertxPlatformHttpServer {
    /** No request of this interface has a body worth more. */
    private static final long BODY_BYTES_MAX = 64 * 1024L;

    private final VertxPlatformHttpServerConfiguration address;
    private final HttpEdge edge;

    private CamelServer(VertxPlatformHttpServerConfiguration address, HttpEdge edge) {
        super(address);
        this.address = address;
        this.edge = edge;
    }

    public static CamelServer behind(HttpEdge edge) {
        var address = new VertxPlatformHttpServerConfiguration();
        address.setBindHost(edge.host());
        address.setBindPort(edge.port());
        address.setMaxBodySize(BODY_BYTES_MAX);
        return new CamelServer(address, edge);
    }

    /** Where the edge listens, for Camel's engine to find this router by. */
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
        return edge.vertx();
    }

    @Override
    protected void startServer() {}

    @Override
    protected void stopServer() {}

    @Override
    protected void stopVertx() {}
}
