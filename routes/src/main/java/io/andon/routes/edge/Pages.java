package io.andon.routes.edge;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;

/**
 * The front end's files from the jar: hashed names for ever, the page itself always asked again.
 */
final class Pages {
    private static final String FOLDER = "web";
    private static final long YEAR_SECONDS = 31_536_000;
    private static final List<String> NOT_PAGES =
            List.of("/api", "/health", "/observe", "/admin", "/assets", "/openapi.json");

    private Pages() {}

    static void install(Router router) {
        router.route("/assets/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(
                        StaticHandler.create(FileSystemAccess.RELATIVE, FOLDER)
                                .setMaxAgeSeconds(YEAR_SECONDS)
                                .setDirectoryListing(false)
                                .setIncludeHidden(false));
        router.get()
                .last()
                .handler(context -> {
                    if (isPage(context)) context.reroute("/index.html");
                    else context.next();
                });
        router.get("/index.html").handler(Pages::neverKept).handler(index());
        router.get("/").handler(Pages::neverKept).handler(index());
        router.getWithRegex("/[A-Za-z0-9._-]+\\.(svg|ico|png|webmanifest|txt)").handler(index());
    }

    private static StaticHandler index() {
        return StaticHandler.create(FileSystemAccess.RELATIVE, FOLDER)
                .setCachingEnabled(false)
                .setDirectoryListing(false)
                .setIncludeHidden(false);
    }

    private static void neverKept(RoutingContext context) {
        context.response().putHeader("Cache-Control", "no-cache");
        context.next();
    }

    /** A path of one or two plain words that a page of the front end may own. */
    private static boolean isPage(RoutingContext context) {
        String path = context.normalizedPath();
        return path.matches("/[a-z-]+(/[a-z-]+)?")
                && NOT_PAGES.stream().noneMatch(path::startsWith);
    }
}
