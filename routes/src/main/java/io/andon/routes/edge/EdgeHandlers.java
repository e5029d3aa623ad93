package io.andon.routes.edge;

import io.andon.cache.DegradedCode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything on the router that is not a Camel route: gates before them, pages and errors after.
 */
public final class EdgeHandlers {
    private static final int FIRST = -1_000;
    private static final Map<Integer, DegradedCode> CODES =
            Map.of(
                    400, DegradedCode.INVALID_PARAMETER,
                    404, DegradedCode.NOT_FOUND,
                    405, DegradedCode.METHOD_NOT_ALLOWED,
                    408, DegradedCode.REQUEST_TIMEOUT,
                    413, DegradedCode.PAYLOAD_TOO_LARGE,
                    414, DegradedCode.URI_TOO_LONG,
                    431, DegradedCode.HEADERS_TOO_LARGE,
                    500, DegradedCode.INTERNAL);
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDED =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip");

    private final AdminToken token;
    private final EventStream events;
    private final RequestObserver observer;
    private final Clock clock;

    public EdgeHandlers(
            AdminToken token, EventStream events, RequestObserver observer, Clock clock) {
        this.clock = clock;
        this.token = token;
        this.events = events;
        this.observer = observer;
    }

    /** Installs the gates and pages around the Camel routes of {@code router}. */
    public void install(Router router) {
        router.route().order(FIRST).handler(this::observe).handler(this::harden);
        router.route("/admin/*").order(FIRST + 1).handler(this::admitAdmin);
        router.route("/health/deep").order(FIRST + 1).handler(this::admitOperator);
        router.get("/api/events").order(FIRST + 2).handler(events::open);
        Pages.install(router);
        CODES.forEach((status, code) ->
                router.errorHandler(status, context -> fail(router, context, code)));
    }

    private void observe(RoutingContext context) {
        long begun = System.nanoTime();
        context.addEndHandler(_ -> {
            Route route = context.currentRoute();
            String path = route == null ? null : route.getPath();
            observer.ended(
                    path == null ? "other" : path,
                    context.response().getStatusCode(),
                    System.nanoTime() - begun,
                    attempt(context));
        });
        context.next();
    }

    private static int attempt(RoutingContext context) {
        String header = context.request().getHeader("Andon-Attempt");
        if (header == null || !header.matches("[0-9]{1,6}")) return 1;
        return Integer.parseInt(header);
    }

    private void harden(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "same-origin");
        response.putHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().atOffset(ZoneOffset.UTC)));
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        context.next();
    }

    private void admitAdmin(RoutingContext context) {
        if (token.admits(context.request().getHeader("Authorization"))) context.next();
        else refuse(context);
    }

    /** A token, or someone on this very host who did not come through a proxy. */
    private void admitOperator(RoutingContext context) {
        if (isLocal(context) || token.admits(context.request().getHeader("Authorization"))) {
            context.next();
        } else {
            refuse(context);
        }
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

    private static void fail(Router router, RoutingContext context, DegradedCode code) {
        if (code == DegradedCode.METHOD_NOT_ALLOWED) {
            context.response().putHeader("Allow", methods(router, context));
        }
        Problems.end(context, code);
    }

    /** The methods that the routes of this path offer. */
    private static String methods(Router router, RoutingContext context) {
        return router.getRoutes().stream()
                .filter(route -> offers(route, context.normalizedPath()))
                .flatMap(route -> route.methods().stream())
                .map(Object::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean offers(Route route, String path) {
        String template = route.getPath();
        return template != null
                && route.methods() != null
                && path.matches(
                        template.replaceAll(":[A-Za-z]+", "[^/]+").replaceAll("\\*$", ".*"));
    }

    /** Told once when a response has ended. */
    @FunctionalInterface
    public interface RequestObserver {
        /**
         * A response has ended.
         *
         * @param path the route's path with its parameters unfilled, or {@code other}
         * @param attempt 1, or more when the client says that it tries again
         */
        void ended(String path, int status, long nanos, int attempt);
    }
}
