package io.andon.routes.edge;

import io.andon.cache.DegradedCode;
import io.andon.processors.Trace;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.Encode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Problem bodies for what never reaches a route: unknown paths, wrong methods, refused callers. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static void end(RoutingContext context, DegradedCode code) {
        end(context, code, code.title());
    }

    static void end(RoutingContext context, DegradedCode code, OptionalInt retryAfterSeconds) {
        end(context, new Answer.Problem(code, code.title(), retryAfterSeconds));
    }

    static void end(RoutingContext context, DegradedCode code, String detail) {
        end(context, new Answer.Problem(code, detail, OptionalInt.empty()));
    }

    private static void end(RoutingContext context, Answer.Problem problem) {
        DegradedCode code = problem.code();
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) return;
        if (response.headWritten()) {
            response.reset();
            return;
        }
        String traceId = Trace.newId();
        if (code == DegradedCode.INTERNAL) {
            try (var _ = MDC.putCloseable(Trace.ID, traceId)) {
                LOG.error("a request failed", context.failure());
            }
        }
        problem.retryAfterSeconds()
                .ifPresent(after -> response.putHeader("Retry-After", Integer.toString(after)));
        response.setStatusCode(code.httpStatus())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-cache")
                .putHeader(Trace.HEADER, traceId)
                .end(Buffer.buffer(Encode.problem(problem, traceId)));
    }
}
