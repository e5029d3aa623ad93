package io.andon.routes.control;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import io.andon.processors.control.Outcome;
import io.andon.processors.control.Result;
import io.andon.processors.health.Maintenance;
import io.andon.processors.request.ApiRequest;
import io.andon.routes.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raises and lowers the flag by which watchdogs and people know that somebody works on it. */
public final class MaintenanceControls {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceControls.class);

    private final MaintenanceFlag flag;

    public MaintenanceControls(MaintenanceFlag flag) {
        this.flag = flag;
    }

    public Processor start() {
        return exchange -> {
            var request = (ApiRequest.Maintenance) ApiRequest.REQUEST.require(exchange);
            Duration length = length(request.length());
            Optional<Maintenance> before = flag.current();
            act(
                    exchange,
                    "start-maintenance",
                    () -> flag.raise(length, request.reason()),
                    before.isEmpty()
                            ? "Maintenance has begun."
                            : "It was on, and its end has moved.");
        };
    }

    public Processor end() {
        return exchange -> {
            Optional<Maintenance> before = flag.current();
            act(
                    exchange,
                    "end-maintenance",
                    flag::lower,
                    before.isEmpty() ? "There was no maintenance." : "Maintenance has ended.");
        };
    }

    /** What changes the flag. */
    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    private void act(Exchange exchange, String operation, Act act, String done) {
        Optional<Maintenance> before = flag.current();
        try {
            act.run();
        } catch (IOException e) {
            LOG.warn("the maintenance flag cannot be written: {}", e.toString());
            new Outcome(
                            operation,
                            Optional.empty(),
                            Result.REJECTED,
                            Optional.empty(),
                            "It could not be kept on disk, so nothing was changed.",
                            Maintenance.body(before),
                            Maintenance.body(before),
                            Action.PAGE,
                            Optional.empty())
                    .answer(exchange);
            return;
        }
        Outcome.settled(
                        operation,
                        Optional.empty(),
                        Result.APPLIED,
                        done,
                        Maintenance.body(before),
                        Maintenance.body(flag.current()))
                .answer(exchange);
    }

    private Duration length(String text) {
        try {
            Duration length = Durations.parse(text);
            if (length.isPositive() && length.compareTo(flag.longest()) <= 0) return length;
        } catch (IllegalArgumentException _) {
            // one message for both
        }
        throw new CodedException(
                DegradedCode.INVALID_PARAMETER,
                "parameter 'for' must be a duration like 30m or 2h, at most %d minutes"
                        .formatted(flag.longest().toMinutes()));
    }
}
