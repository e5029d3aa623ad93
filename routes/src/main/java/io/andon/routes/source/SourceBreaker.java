package io.andon.routes.source;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Moment;
import io.andon.cache.store.TimeSource;
import io.andon.processors.CodedException;
import io.andon.processors.FailureClassifier;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The one breaker of the source. Connection loss and time-outs open it; a full pool and whatever
 * says nothing about the server do not count, and bad SQL counts as a sign of life. The scheduled
 * reads are its probe: they are never held back, and the first that succeeds moves an open breaker
 * to half-open. Threads: any.
 */
public final class SourceBreaker {
    /** The breaker's name in metrics and in the routes. */
    public static final String NAME = "source";

    private static final Set<DegradedCode> OPENS =
            Set.of(DegradedCode.DB_UNREACHABLE, DegradedCode.DB_QUERY_TIMEOUT);

    /** Codes of the caller's own limits, which the server never saw or did not decide. */
    private static final Set<DegradedCode> SAYS_NOTHING =
            Set.of(
                    DegradedCode.DB_POOL_EXHAUSTED,
                    DegradedCode.SOURCE_BUSY,
                    DegradedCode.DB_AUTH_FAILED,
                    DegradedCode.INTERNAL);

    private final Plant plant;
    private final TimeSource time;
    private final Duration openFor;
    private final CircuitBreaker breaker;
    private volatile Optional<Moment> openSince = Optional.empty();
    private volatile Optional<Moment> answeredAt = Optional.empty();

    public SourceBreaker(Plant plant, Settings settings, TimeSource time, MeterRegistry metrics) {
        this.plant = plant;
        this.time = time;
        this.openFor = settings.duration(SettingKey.BREAKER_OPEN_FOR);
        var registry = CircuitBreakerRegistry.of(config(settings));
        breaker = registry.circuitBreaker(NAME);
        breaker.getEventPublisher()
                .onStateTransition(event -> {
                    State to = event.getStateTransition().getToState();
                    boolean holdsBack = to == State.OPEN || to == State.FORCED_OPEN;
                    openSince = holdsBack ? Optional.of(time.now()) : Optional.empty();
                });
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(metrics);
    }

    private CircuitBreakerConfig config(Settings settings) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.whole(SettingKey.BREAKER_WINDOW))
                .minimumNumberOfCalls(settings.whole(SettingKey.BREAKER_MINIMUM_CALLS))
                .failureRateThreshold(
                        (float) (settings.share(SettingKey.BREAKER_FAILURE_RATE) * 100))
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(
                        settings.whole(SettingKey.BREAKER_HALF_OPEN_CALLS))
                .recordException(failure -> OPENS.contains(FailureClassifier.classify(failure)))
                .ignoreException(
                        failure -> SAYS_NOTHING.contains(FailureClassifier.classify(failure)))
                .build();
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * A scheduled read has ended. A success does not count while the breaker is closed: many reads
     * that go well would hide that every question times out. A failure does not count when the
     * source answered another read while this one ran: then it is the table that is locked or slow.
     *
     * @param outcome the name of its failure's code, or anything else when the server answered
     */
    public void readEnded(String outcome, Duration took) {
        Optional<DegradedCode> code = DegradedCode.named(outcome);
        if (code.filter(SAYS_NOTHING::contains).isPresent()) return;
        Moment now = time.now();
        if (code.filter(OPENS::contains).isEmpty()) {
            answeredAt = Optional.of(now);
            if (breaker.getState() == State.OPEN) halfOpen();
        } else if (answeredAt.filter(at -> now.since(at).compareTo(took) < 0).isEmpty()) {
            breaker.onError(
                    took.toNanos(),
                    TimeUnit.NANOSECONDS,
                    new CodedException(code.get(), "a scheduled read"));
        }
    }

    private synchronized void halfOpen() {
        try {
            if (breaker.getState() == State.OPEN) breaker.transitionToHalfOpenState();
        } catch (IllegalStateTransitionException _) {
            // A call that came when the open time was over has moved it at this very moment.
        }
    }

    /**
     * Lets no question through until {@link #close}, whatever reads and time say; forgotten with
     * the process.
     *
     * @return false when it was so already
     */
    public synchronized boolean holdOpen() {
        if (isHeldOpen()) return false;
        breaker.transitionToForcedOpenState();
        return true;
    }

    /**
     * Lets questions through and begins to count anew.
     *
     * @return false when it was closed already
     */
    public synchronized boolean close() {
        if (breaker.getState() == State.CLOSED) return false;
        breaker.transitionToClosedState();
        return true;
    }

    /** Its state, and since when it lets no question through. */
    public record Standing(State state, Optional<Instant> since) {}

    public Standing standing() {
        return new Standing(breaker.getState(), openSince.map(Moment::wall));
    }

    /** Whether only an administrator closes it. */
    public boolean isHeldOpen() {
        return breaker.getState() == State.FORCED_OPEN;
    }

    /**
     * How long calls are still held back; zero when they are not. While it is held open nobody
     * knows, and the whole open time is told again and again.
     */
    public Duration remainingOpen() {
        if (isHeldOpen()) return openFor;
        return openSince
                .map(since -> openFor.minus(time.now().since(since)))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** What an open breaker does to the plant's questions, for health. */
    public List<Degradation> reasons() {
        Optional<Moment> since = openSince;
        if (since.isEmpty()) return List.of();
        return plant.queries().stream()
                .map(query ->
                        new Degradation(
                                DegradedCode.CIRCUIT_BREAKER_OPEN,
                                query.name(),
                                since.get().wall()))
                .toList();
    }
}
