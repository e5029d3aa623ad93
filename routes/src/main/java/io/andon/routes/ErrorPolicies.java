package io.andon.routes;

import io.andon.processors.RetryAfter;
import io.andon.processors.compose.Encode;
import io.andon.processors.refresh.DiskSteps;
import io.andon.processors.refresh.RefreshSteps;
import org.apache.camel.builder.RouteConfigurationBuilder;

/** What happens to a failure, by name: every route names one of these. */
final class ErrorPolicies extends RouteConfigurationBuilder {
    /** The table's last good version stays; the failure's code appears in every answer from it. */
    static final String KEEP_LAST_GOOD = "keep-last-good";

    /**
     * What was saved stands; the version waits for the next attempt under SNAPSHOT_WRITE_FAILED.
     */
    static final String KEEP_SAVED = "keep-saved";

    /** The caller gets the failure's code as a problem body. */
    static final String ANSWER_WITH_CODE = "answer-with-code";

    private final RefreshSteps refresh;
    private final DiskSteps disk;
    private final RetryAfter retryAfter;

    ErrorPolicies(RefreshSteps refresh, DiskSteps disk, RetryAfter retryAfter) {
        this.refresh = refresh;
        this.disk = disk;
        this.retryAfter = retryAfter;
    }

    @Override
    public void configuration() {
        routeConfiguration(KEEP_LAST_GOOD)
                .onException(Exception.class)
                .handled(true)
                .process(refresh.keepLastGood())
                .end();
        routeConfiguration(KEEP_SAVED)
                .onException(Exception.class)
                .handled(true)
                .process(disk.keepSaved())
                .end();
        routeConfiguration(ANSWER_WITH_CODE)
                .onException(Exception.class)
                .handled(true)
                .process(Encode.failure(retryAfter))
                .end();
    }
}
