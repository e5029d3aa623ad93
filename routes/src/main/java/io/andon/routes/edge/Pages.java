package io.andon.routes.edge;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The front end's files from the jar: hashed names for ever, the page itself always asked again.
 */
final class Pages {
    private static final String FOLDER = "web";
    private static final long YEAR_SECONDS = 31_536_000;

    private static final int HTTP_NOT_FOUND = 404;

    /** What the build of the pages names its files by. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]*");

    private Pages() {}

    /**
     * Installs the pages.
     *
     * @param codes the page that explains every code, as HTML
     * @param schemas JSON Schemas by their names
     */
    static void install(Router router, String codes, Map<String, String> schemas) {
        get(router.route("/docs/codes"))
                .handler(Pages::neverKept)
                .handler(context ->
                        context.response()
                                .putHeader("Content-Type", "text/html; charset=utf-8")
                                .end(codes));
        schemas.forEach((name, schema) ->
                get(router.route("/docs/schemas/" + name + ".json"))
                        .handler(Pages::neverKept)
                        .handler(context ->
                                context.response()
                                        .putHeader("Content-Type", "application/schema+json")
                                        .end(schema)));
        get(router.route("/assets/*"))
                .handler(Pages::plainNamesOnly)
                .handler(files(FOLDER + "/assets").setMaxAgeSeconds(YEAR_SECONDS));
        get(router.route("/"))
                .handler(Pages::neverKept)
                .handler(files(FOLDER).setCachingEnabled(false));
        get(router.routeWithRegex("/[a-z-]+\\.(css|svg|ico|png|txt)"))
                .handler(Pages::neverKept)
                .handler(files(FOLDER).setCachingEnabled(false));
    }

    private static Route get(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static StaticHandler files(String folder) {
        return StaticHandler.create(FileSystemAccess.RELATIVE, folder)
                .setDirectoryListing(false)
                .setIncludeHidden(false);
    }

    /** The handler of files would decode what is left of a name once more, and fail at some. */
    private static void plainNamesOnly(RoutingContext context) {
        if (PLAIN.matcher(context.normalizedPath()).matches()) context.next();
        else context.fail(HTTP_NOT_FOUND);
    }

    private static void neverKept(RoutingContext context) {
        context.response().putHeader("Cache-Control", "no-cache");
        context.next();
    }
}
