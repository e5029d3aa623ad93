package io.andon.routes.edge;

import io.andon.cache.DegradedCode;
import io.andon.processors.Trace;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything on the router that is not a Camel route: gates before them, pages and errors after.
 */
public final class EdgeHandlers {
    private static final int FIRST = -1_000;
    private static final String EVENTS = "/api/events";
    private static final long DRAIN_CHECK_NANOS = 10_000_000;

    /** A restart takes some seconds; a spread keeps the browsers from coming back as one. */
    private static final int RETRY_SECONDS_MIN = 3;

    private static final int RETRY_SECONDS_MAX = 9;

    /** RFC 9110, section 5.6.7: days have two digits. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

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
    private final AdminGate administrators;
    private final Admission admission;
    private final EventStream events;
    private final RequestObserver observer;
    private final Clock clock;
    private final String codes;
    private final Map<String, String> schemas;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;
    private @Nullable Router router;

    /**
     * Handlers for one router.
     *
     * @param codes the page that explains every code, as HTML
     * @param schemas JSON Schemas by their names
     */
    public EdgeHandlers(
            AdminGate administrators,
            Admission admission,
            EventStream events,
            RequestObserver observer,
            Clock clock,
            String codes,
            Map<String, String> schemas) {
        this.administrators = administrators;
        this.admission = admission;
        this.events = events;
        this.observer = observer;
        this.clock = clock;
        this.codes = codes;
        this.schemas = schemas;
    }

    /** Installs the gates and pages around the Camel routes of {@code router}. */
    public void install(Router router) {
        router.route().order(FIRST).handler(this::observe).handler(this::harden);
        router.route("/admin/*").order(FIRST + 1).handler(administrators::admitAdmin);
        router.route("/health/deep").order(FIRST + 1).handler(administrators::admitOperator);
        router.route("/api/*").order(FIRST + 1).handler(this::admit);
        // After every handler of any method: the router forgets a wrong method when one matches.
        router.get(EVENTS).order(FIRST + 2).handler(events::open);
        Pages.install(router, codes, schemas);
        CODES.forEach((status, code) ->
                router.errorHandler(status, context -> fail(router, context, code)));
        this.router = router;
    }

    /** A request is on its way here: until {@link #leave} it counts as under way. */
    void enter() {
        underWay.incrementAndGet();
    }

    void leave() {
        underWay.decrementAndGet();
    }

    void handle(HttpServerRequest request) {
        Router installed = router;
        if (installed == null) throw new IllegalStateException("the handlers are not installed");
        installed.handle(request);
    }

    /**
     * From now on every request is told that the server goes down; returns once those that were
     * already under way have ended, or after {@code longestWait}.
     */
    public void drain(Duration longestWait) {
        draining = true;
        awaitEnd(longestWait);
    }

    /** Returns once the requests under way have ended, or after {@code longestWait}. */
    public void awaitEnd(Duration longestWait) {
        long deadline = System.nanoTime() + longestWait.toNanos();
        while (underWay.get() > 0
                && System.nanoTime() - deadline < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(DRAIN_CHECK_NANOS);
        }
    }

    private void observe(RoutingContext context) {
        long begun = System.nanoTime();
        boolean counts = !context.normalizedPath().equals(EVENTS);
        if (counts) underWay.incrementAndGet();
        context.addEndHandler(_ -> {
            if (counts) underWay.decrementAndGet();
            Route route = context.currentRoute();
            String path = route == null ? null : route.getPath();
            observer.ended(
                    path == null ? "other" : path,
                    context.response().getStatusCode(),
                    System.nanoTime() - begun,
                    attempt(context));
        });
        if (draining) refuseDraining(context);
        else context.next();
    }

    /** Health, metrics and administration pass beside this gate: they are always answered. */
    private void admit(RoutingContext context) {
        if (context.normalizedPath().equals(EVENTS)) { // a stream is bounded by its own number
            context.next();
        } else if (admission.enter()) {
            context.addEndHandler(_ -> admission.leave());
            context.next();
        } else {
            Problems.end(
                    context,
                    DegradedCode.OVERLOADED,
                    OptionalInt.of(Admission.retryAfterSeconds()));
        }
    }

    private static void refuseDraining(RoutingContext context) {
        int retryAfter = ThreadLocalRandom.current().nextInt(RETRY_SECONDS_MIN, RETRY_SECONDS_MAX);
        context.response().putHeader("Connection", "close");
        Problems.end(context, DegradedCode.DRAINING, OptionalInt.of(retryAfter));
    }

    private static int attempt(RoutingContext context) {
        String header = context.request().getHeader("Andon-Attempt");
        if (header == null || !header.matches("[0-9]{1,6}")) return 1;
        return Integer.parseInt(header);
    }

    private void harden(RoutingContext context) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(_ -> {
            if (!response.headers().contains(Trace.HEADER)) {
                response.putHeader(Trace.HEADER, Trace.newId());
            }
        });
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "same-origin");
        response.putHeader("Date", HTTP_DATE.format(clock.instant().atOffset(ZoneOffset.UTC)));
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        context.next();
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
