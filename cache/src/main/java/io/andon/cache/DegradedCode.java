package io.andon.cache;

import static io.andon.cache.Action.FIX_CONFIG;
import static io.andon.cache.Action.NONE;
import static io.andon.cache.Action.PAGE;
import static io.andon.cache.Action.WAIT;
import static io.andon.cache.DegradedCode.Retry.AFTER_BACKOFF;
import static io.andon.cache.DegradedCode.Retry.AFTER_OPEN_TIME;
import static io.andon.cache.DegradedCode.Retry.AFTER_POOL_BACKOFF;
import static io.andon.cache.DegradedCode.Retry.AS_SAID;
import static io.andon.cache.DegradedCode.Retry.NEVER;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why an answer is missing or less than fresh. The names are API and stable; their order is the
 * priority when several hold. Status 200 means the answer stands and the code is in its meta.
 */
public enum DegradedCode {
    DB_AUTH_FAILED(503, NEVER, FIX_CONFIG, "The database refused the login or a privilege."),
    DB_UNREACHABLE(503, AFTER_BACKOFF, WAIT, "The database does not answer."),
    CIRCUIT_BREAKER_OPEN(503, AFTER_OPEN_TIME, WAIT, "Questions to the database are paused."),
    DB_POOL_EXHAUSTED(503, AFTER_POOL_BACKOFF, WAIT, "Every database connection is in use."),
    SOURCE_BUSY(503, AFTER_BACKOFF, WAIT, "Too many database questions are under way."),
    DB_QUERY_TIMEOUT(504, AFTER_BACKOFF, WAIT, "The database took too long and was cancelled."),
    DB_QUERY_ERROR(500, NEVER, FIX_CONFIG, "The database rejected the question."),
    SOURCE_SUSPECT_EMPTY(200, NEVER, PAGE, "The source came back empty and was not shown."),
    SOURCE_SUSPECT_DROP(200, NEVER, PAGE, "The row count changed implausibly and was not shown."),
    SOURCE_SCHEMA_DRIFT(200, NEVER, FIX_CONFIG, "The source changed its columns."),
    SOURCE_DUPLICATE_KEY(200, NEVER, PAGE, "The source repeats keys that must be unique."),
    SOURCE_NULL_KEY(200, NEVER, PAGE, "Too many rows of the source have no key."),
    SOURCE_REGRESSED(200, NEVER, PAGE, "The source went back in time and was not shown."),
    SOURCE_TOO_LARGE(200, NEVER, PAGE, "The source is larger than the memory set aside for it."),
    SOURCE_STALLED(200, NEVER, PAGE, "The source itself has stopped renewing its data."),
    CACHE_WARMING(503, AFTER_BACKOFF, WAIT, "The first read is under way."),
    CACHE_EXPIRED(503, AFTER_BACKOFF, WAIT, "The last good data is too old to show."),
    CACHE_STALE(200, NEVER, WAIT, "The last good data is older than it should be."),
    SNAPSHOT_WRITE_FAILED(200, NEVER, PAGE, "The data could not be saved to disk."),
    SNAPSHOT_CORRUPT(200, NEVER, PAGE, "Saved data was damaged and was not used."),
    OVERLOADED(503, AFTER_BACKOFF, WAIT, "Too many requests at the moment."),
    DRAINING(503, AFTER_BACKOFF, WAIT, "The server is going down."),
    RATE_LIMITED(429, AFTER_BACKOFF, WAIT, "Too many requests from this caller."),
    INVALID_PARAMETER(400, NEVER, NONE, "A parameter is unknown or has a bad value."),
    UNAUTHENTICATED(401, NEVER, NONE, "A valid token is needed."),
    FORBIDDEN(403, NEVER, NONE, "This is not allowed."),
    NOT_FOUND(404, NEVER, NONE, "There is no such thing."),
    METHOD_NOT_ALLOWED(405, NEVER, NONE, "This method is not offered here."),
    REQUEST_TIMEOUT(408, NEVER, NONE, "The request arrived too slowly."),
    VERSION_GONE(410, NEVER, NONE, "That version is no longer kept."),
    PAYLOAD_TOO_LARGE(413, NEVER, NONE, "The request body is too large."),
    URI_TOO_LONG(414, NEVER, NONE, "The address is too long."),
    HOST_REJECTED(421, NEVER, NONE, "This host name is not served here."),
    HEADERS_TOO_LARGE(431, NEVER, NONE, "The request headers are too large."),
    RESTART_COOLDOWN(429, AS_SAID, WAIT, "The last restart was too recent."),
    RESTART_BUDGET_SPENT(409, AS_SAID, PAGE, "The restarts allowed in this window are used up."),
    RESTART_NOT_HELPFUL(409, AS_SAID, NONE, "A restart would not mend this."),
    CONFIG_INVALID(422, AS_SAID, FIX_CONFIG, "The configuration has mistakes."),
    INTERNAL(500, NEVER, PAGE, "Something went wrong inside; the trace id finds it in the log.");

    private final int httpStatus;
    private final Retry retry;
    private final Action action;
    private final String title;

    DegradedCode(int httpStatus, Retry retry, Action action, String title) {
        this.httpStatus = httpStatus;
        this.retry = retry;
        this.action = action;
        this.title = title;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public Retry retry() {
        return retry;
    }

    public Action action() {
        return action;
    }

    /** The code with exactly this name; empty for any other text, which names no code. */
    public static Optional<DegradedCode> named(String name) {
        return Arrays.stream(values()).filter(code -> code.name().equals(name)).findAny();
    }

    /** One short English sentence that names nothing internal. */
    public String title() {
        return title;
    }

    /** Whether the same request may be sent again by rule; {@code AS_SAID} is not a rule. */
    public boolean retryable() {
        return retry != NEVER && retry != AS_SAID;
    }

    /** When the same request may be sent again. */
    public enum Retry {
        NEVER,
        /** After a growing, jittered pause. */
        AFTER_BACKOFF,
        /** After the breaker's remaining open time. */
        AFTER_OPEN_TIME,
        /** After the pool's own, longer pause; never fast. */
        AFTER_POOL_BACKOFF,
        /** When and if the answer itself says so. */
        AS_SAID
    }
}
