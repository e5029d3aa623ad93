package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.TimeSource;
import io.andon.processors.CodedException;
import io.andon.processors.request.ApiRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.Processor;

/** Makes the question of an operation from its request. */
public final class SourceQuestions {
    /** The parameters of each query, all of which its SQL must use. */
    public static final Map<TableName, List<String>> PARAMETERS =
            Map.of(
                    TableName.LOT_HISTORY, List.of("lotId"),
                    TableName.OU_TREND, List.of("fromDay", "untilDay"));

    private final Plant plant;
    private final TimeSource time;
    private final Limits limits;

    /**
     * How many rows are read at most.
     *
     * @param lotRows for one lot; older stays are left out
     * @param trendRows for one trend; more is an error
     */
    public record Limits(int lotRows, int trendRows) {}

    public SourceQuestions(Plant plant, TimeSource time, Limits limits) {
        this.plant = plant;
        this.time = time;
        this.limits = limits;
    }

    /** What a lot went through. */
    public Processor lotHistory() {
        return exchange -> {
            var ask = (ApiRequest.ById) ApiRequest.REQUEST.require(exchange);
            int rowsMax = limits.lotRows();
            SourceQuestion.QUESTION.put(
                    exchange,
                    new SourceQuestion(
                            TableName.LOT_HISTORY,
                            TableName.LOT_HISTORY + ":" + ask.id(),
                            sql(TableName.LOT_HISTORY),
                            Map.of("lotId", ask.id()),
                            rowsMax,
                            rows -> LotTrace.of(rows, rowsMax)));
        };
    }

    /** Hours of the last shift days that have ended, of all workcenters. */
    public Processor ouTrend() {
        return exchange -> {
            var ask = (ApiRequest.OuTrend) ApiRequest.REQUEST.require(exchange);
            LocalDate until = plant.shiftDays().of(time.now().wall());
            LocalDate from = until.minusDays(ask.days());
            int rowsMax = limits.trendRows();
            TrendSpan.SPAN.put(exchange, new TrendSpan(from, ask.days()));
            SourceQuestion.QUESTION.put(
                    exchange,
                    new SourceQuestion(
                            TableName.OU_TREND,
                            "%s:%s:%d".formatted(TableName.OU_TREND, until, ask.days()),
                            sql(TableName.OU_TREND),
                            Map.of("fromDay", from, "untilDay", until),
                            rowsMax,
                            rows -> StateHours.of(rows, rowsMax, plant.states())));
        };
    }

    private String sql(TableName name) {
        return plant.query(name)
                .map(SourceQuery::sql)
                .orElseThrow(() ->
                        new CodedException(
                                DegradedCode.NOT_FOUND,
                                "this plant does not offer %s; /api/plant lists what it offers"
                                        .formatted(name)));
    }
}
