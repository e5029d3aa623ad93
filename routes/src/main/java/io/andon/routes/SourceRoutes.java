package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;

import io.andon.processors.compose.Encode;
import io.andon.processors.compose.HistoryAnswers;
import io.andon.processors.history.SourceQuestions;
import io.andon.processors.history.SourceSteps;
import io.andon.processors.request.ReadRequest;
import io.andon.routes.source.SourceBreaker;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.component.caffeine.CaffeineConstants;

/** What is asked of the database itself: behind a breaker, a bulkhead and kept answers. */
final class SourceRoutes extends EndpointRouteBuilder {
    /** Names under which the context finds the pool, the kept answers and how to bind. */
    static final String POOL = "query";

    static final String ANSWERS = "source-answers";
    static final String PARAMETERS = "namedParameters";

    static final SourceSteps.CacheHeaders CACHE =
            new SourceSteps.CacheHeaders(
                    CaffeineConstants.ACTION,
                    CaffeineConstants.KEY,
                    CaffeineConstants.ACTION_GET,
                    CaffeineConstants.ACTION_PUT);

    private static final String ASK = "ask-source";

    private final ReadRequest request;
    private final SourceQuestions questions;
    private final SourceSteps steps;
    private final HistoryAnswers answers;
    private final int callsMax;

    SourceRoutes(
            ReadRequest request,
            SourceQuestions questions,
            SourceSteps steps,
            HistoryAnswers answers,
            int callsMax) {
        this.request = request;
        this.questions = questions;
        this.steps = steps;
        this.answers = answers;
        this.callsMax = callsMax;
    }

    @Override
    public void configure() {
        rest("/api/wip")
                .get("/lot/{lotId}/history")
                .routeId("rest-getWipLotHistory")
                .to("direct:getWipLotHistory");
        rest("/api/dashboard").get("/ou-trend").routeId("rest-getOuTrend").to("direct:getOuTrend");

        answer(
                "getWipLotHistory",
                "What one lot went through",
                request.byIdBeforeLast(),
                questions.lotHistory(),
                answers.lotHistory());
        answer(
                "getOuTrend",
                "Utilisation by shift day",
                request.ouTrend(),
                questions.ouTrend(),
                answers.ouTrend());
        ask();
    }

    private void answer(
            String operation,
            String description,
            Processor read,
            Processor question,
            Processor compose) {
        from(direct(operation))
                .routeId(operation)
                .description(description)
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(read)
                .process(question)
                .to(direct(ASK))
                .process(compose)
                .process(Encode.answer());
    }

    /**
     * No {@code onFallback}: Camel hides from it why a call was not permitted. Camel's own time-out
     * stays off: it would leave the worker and not the query.
     */
    private void ask() {
        from(direct(ASK))
                .routeId(ASK)
                .description("Answers a question from what is kept, or from the database")
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(steps.lookUp())
                .to(caffeineCache(ANSWERS))
                .process(steps.takeKept())
                .filter(steps.isToBeAsked())
                .doTry()
                .circuitBreaker()
                .resilience4jConfiguration()
                .circuitBreaker(SourceBreaker.NAME)
                .throwExceptionWhenHalfOpenOrOpenState(true)
                .bulkheadEnabled(true)
                .bulkheadMaxConcurrentCalls(callsMax)
                .bulkheadMaxWaitDuration(0)
                .timeoutEnabled(false)
                .end()
                .process(steps.query())
                .to(
                        jdbc(POOL)
                                .useHeadersAsParameters(true)
                                .resetAutoCommit(false)
                                .advanced()
                                .prepareStatementStrategy("#" + PARAMETERS))
                .process(steps.typeRows())
                .end()
                .endDoTry()
                .doCatch(Exception.class)
                .process(steps.standIn())
                .end()
                .filter(steps.isAnswered())
                .process(steps.keep())
                .to(caffeineCache(ANSWERS))
                .end()
                .end();
    }
}
