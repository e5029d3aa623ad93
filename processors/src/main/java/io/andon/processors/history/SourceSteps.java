package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import io.andon.cache.store.TimeSource;
import io.andon.processors.Causes;
import io.andon.processors.ExchangeKey;
import io.andon.processors.FailureClassifier;
import io.andon.processors.News;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a question to the source. An answer that is young enough is given again without the
 * source; one request at a time renews an older one, and the others get what there is; what cannot
 * be renewed stands in, and says why.
 */
public final class SourceSteps {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSteps.class);
    private static final ExchangeKey<KeptAnswer> FOUND =
            new ExchangeKey<>("andon.source.found", KeptAnswer.class);
    private static final ExchangeKey<Moment> BEGUN =
            new ExchangeKey<>("andon.source.begun", Moment.class);

    private final ZoneId zone;
    private final TimeSource time;
    private final Duration freshFor;
    private final CacheHeaders cache;
    private final Set<String> renewing = ConcurrentHashMap.newKeySet();
    private final News news;

    /** The headers by which a message tells the cache what to do. */
    public record CacheHeaders(String action, String key, String get, String put) {}

    /**
     * Steps of one plant.
     *
     * @param zone the plant's, in which zoneless times are meant
     * @param freshFor how long an answer is given again without asking
     */
    public SourceSteps(ZoneId zone, TimeSource time, Duration freshFor, CacheHeaders cache) {
        this.zone = zone;
        this.time = time;
        this.freshFor = freshFor;
        this.cache = cache;
        this.news = new News(time);
    }

    /** Asks the cache for the question's last answer. */
    public Processor lookUp() {
        return exchange -> {
            Message message = exchange.getMessage();
            message.removeHeaders("*");
            message.setBody(null);
            message.setHeader(cache.action(), cache.get());
            message.setHeader(cache.key(), SourceQuestion.QUESTION.require(exchange).key());
        };
    }

    /** Takes what the cache had; decides whether the source is asked. */
    public Processor takeKept() {
        return exchange -> {
            KeptAnswer kept = exchange.getMessage().getBody(KeptAnswer.class);
            exchange.getMessage().removeHeaders("*");
            if (kept == null) return;
            FOUND.put(exchange, kept);
            boolean stale = time.now().since(kept.readAt()).compareTo(freshFor) >= 0;
            if (!stale || !claims(exchange)) {
                SourceOutcome.OUTCOME.put(exchange, new SourceOutcome.Answered(kept, stale));
            }
        };
    }

    /** Whether no answer stands yet. */
    public Predicate isToBeAsked() {
        return exchange -> SourceOutcome.OUTCOME.find(exchange) == null;
    }

    /** Makes the question's SQL the body; its values are bound when it is prepared. */
    public Processor query() {
        return exchange -> {
            BEGUN.put(exchange, time.now());
            exchange.getMessage().setBody(SourceQuestion.QUESTION.require(exchange).sql());
        };
    }

    /** Turns the rows that came into typed ones, at once and for good. */
    public Processor typeRows() {
        return exchange -> {
            SourceQuestion question = SourceQuestion.QUESTION.require(exchange);
            ZonedColumns zoned = ZonedColumns.ZONED.require(exchange);
            var rows = new ArrayList<SourceRow>();
            for (Object row : exchange.getMessage().getBody(List.class)) {
                rows.add(new SourceRow(columns(row), zoned, zone));
            }
            var answer =
                    new KeptAnswer(
                            question.rows().apply(rows), BEGUN.require(exchange), Optional.empty());
            SourceOutcome.OUTCOME.put(exchange, new SourceOutcome.Answered(answer, false));
        };
    }

    /** Gives the answer to the cache. */
    public Processor keep() {
        return exchange -> {
            if (!(SourceOutcome.OUTCOME.require(exchange) instanceof SourceOutcome.Answered given))
                throw new IllegalStateException("nothing to keep");
            Message message = exchange.getMessage();
            message.removeHeaders("*");
            message.setHeader(cache.action(), cache.put());
            message.setHeader(cache.key(), SourceQuestion.QUESTION.require(exchange).key());
            message.setBody(given.answer());
        };
    }

    /** After a failure: the kept answer stands in and says why, or there is none. */
    public Processor standIn() {
        return exchange -> {
            Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            SourceQuestion question = SourceQuestion.QUESTION.require(exchange);
            DegradedCode code = FailureClassifier.classify(failure);
            say(question.table(), code, failure);
            KeptAnswer kept = FOUND.find(exchange);
            SourceOutcome.OUTCOME.put(
                    exchange,
                    kept == null
                            ? new SourceOutcome.Failed(code, failure)
                            : new SourceOutcome.Answered(
                                    kept.failed(code, question.table(), time.now()), true));
        };
    }

    /** Whether an answer stands. */
    public Predicate isAnswered() {
        return exchange -> SourceOutcome.OUTCOME.find(exchange) instanceof SourceOutcome.Answered;
    }

    /** One request at a time renews an answer. */
    private boolean claims(Exchange exchange) {
        String key = SourceQuestion.QUESTION.require(exchange).key();
        if (!renewing.add(key)) return false;
        exchange.getExchangeExtension()
                .addOnCompletion(
                        new Synchronization() {
                            @Override
                            public void onComplete(Exchange done) {
                                renewing.remove(key);
                            }

                            @Override
                            public void onFailure(Exchange done) {
                                renewing.remove(key);
                            }
                        });
        return true;
    }

    /** Not every question that fails: a full or dead database fails them all. */
    private void say(TableName table, DegradedCode code, Throwable failure) {
        boolean begins = news.begins(table, code);
        if (begins && code == DegradedCode.INTERNAL)
            LOG.error("{} cannot be asked", table, failure);
        else if (begins) LOG.warn("{} cannot be asked: {}: {}", table, code, Causes.of(failure));
        else LOG.debug("{} cannot be asked: {}", table, code, failure);
    }

    @SuppressWarnings("unchecked") // camel-jdbc: a row is a map of column labels to values
    private static Map<String, @Nullable Object> columns(Object row) {
        return (Map<String, @Nullable Object>) row;
    }
}
