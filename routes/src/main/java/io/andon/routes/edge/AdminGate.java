package io.andon.routes.edge;

import io.andon.cache.DegradedCode;
import io.andon.processors.Trace;
import io.andon.routes.edge.AdminObserver.Act;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets those through who may administrate, and tells what they did. */
public final class AdminGate {
    private static final Set<HttpMethod> ONLY_ASK = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDED =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip");

    private final AdminToken token;
    private final AdminObserver observer;

    public AdminGate(AdminToken token, AdminObserver observer) {
        this.token = token;
        this.observer = observer;
    }

    /** Whoever has the token. */
    void admitAdmin(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!hasToken(context)) {
            observer.refused();
            refuse(context);
            return;
        }
        if (!ONLY_ASK.contains(request.method())) {
            String address = String.valueOf(request.remoteAddress().hostAddress());
            context.addEndHandler(
                    ended -> observer.acted(act(context, address, ended.succeeded())));
        }
        context.next();
    }

    /** A token, or someone on this very host who did not come through a proxy. */
    void admitOperator(RoutingContext context) {
        if (isLocal(context) || hasToken(context)) context.next();
        else refuse(context);
    }

    private boolean hasToken(RoutingContext context) {
        return token.admits(context.request().getHeader("Authorization"));
    }

    private static Act act(RoutingContext context, String address, boolean answered) {
        HttpServerRequest request = context.request();
        return new Act(
                address,
                request.method().name(),
                Optional.ofNullable(request.path()).orElse(""),
                Optional.ofNullable(request.query()),
                answered ? OptionalInt.of(context.response().getStatusCode()) : OptionalInt.empty(),
                Optional.ofNullable(context.response().headers().get(Trace.HEADER)));
    }

    private static void refuse(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        Problems.end(context, DegradedCode.UNAUTHENTICATED);
    }

    private static boolean isLocal(RoutingContext context) {
        var request = context.request();
        return isLoopback(request.remoteAddress().hostAddress())
                && FORWARDED.stream().noneMatch(name -> request.headers().contains(name))
                && isLoopbackName(request.getHeader("Host"));
    }

    private static boolean isLoopback(@Nullable String address) {
        return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private static boolean isLoopbackName(@Nullable String host) {
        if (host == null) return false;
        String name = host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(name);
    }
}
