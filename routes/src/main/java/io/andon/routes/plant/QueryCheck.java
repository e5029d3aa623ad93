package io.andon.routes.plant;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.schema.TableName;
import io.andon.processors.FailureClassifier;
import io.andon.processors.history.SourceQuestions;
import io.andon.processors.source.SourceColumns;
import io.andon.routes.plant.PlantCheck.Finding;
import io.andon.routes.plant.PlantCheck.Level;
import io.andon.routes.source.NamedParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Asks every question that a plant offers once, with bound values, and says what it finds. */
final class QueryCheck {
    private static final int DAYS = 7;
    private static final int SECONDS_MAX = 60;
    private static final double NANOS_A_SECOND = 1e9;

    private final Plant plant;
    private final DataSource pool;
    private final List<Finding> findings = new ArrayList<>();

    QueryCheck(Plant plant, DataSource pool) {
        this.plant = plant;
        this.pool = pool;
    }

    List<Finding> run() {
        for (TableName name : SourceQuestions.PARAMETERS.keySet().stream().sorted().toList()) {
            plant.query(name)
                    .ifPresentOrElse(
                            this::check,
                            () ->
                                    say(
                                            Level.OK,
                                            "%1$s: not offered, there is no %1$s.sql"
                                                    .formatted(name)));
        }
        return List.copyOf(findings);
    }

    /** Only these. */
    List<Finding> run(List<SourceQuery> questions) {
        questions.forEach(this::check);
        return List.copyOf(findings);
    }

    private void check(SourceQuery query) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(NamedParameters.prepared(query.sql()))) {
            statement.setQueryTimeout(SECONDS_MAX);
            NamedParameters.bind(statement, query.sql(), values(query.name()));
            long begun = System.nanoTime();
            try (ResultSet rows = statement.executeQuery()) {
                List<String> complaints =
                        SourceColumns.of(rows.getMetaData(), query.name()).complaints();
                complaints.forEach(each -> say(Level.ERROR, query.name() + ": " + each));
                if (complaints.isEmpty()) rows(query.name(), rows, begun);
            }
        } catch (SQLException e) {
            say(
                    Level.ERROR,
                    "%s: %s (%s)"
                            .formatted(
                                    query.name(),
                                    FailureClassifier.classify(e).name(),
                                    e.getMessage()));
        }
    }

    /** A lot that is nobody's proves the binding; the last days prove the figures too. */
    private Map<String, Object> values(TableName name) {
        LocalDate until = plant.shiftDays().of(Instant.now());
        return name.equals(TableName.LOT_HISTORY)
                ? Map.of("lotId", "andon check")
                : Map.of("fromDay", until.minusDays(DAYS), "untilDay", until);
    }

    private void rows(TableName name, ResultSet rows, long begun) throws SQLException {
        boolean trend = name.equals(TableName.OU_TREND);
        var unmapped = new TreeSet<String>();
        int count = 0;
        for (; rows.next(); count++) {
            String state = trend ? rows.getString("state") : "";
            if (trend && (state == null || !plant.states().codes().containsKey(state.strip()))) {
                unmapped.add(String.valueOf(state));
            }
        }
        for (String state : unmapped) {
            say(
                    Level.ERROR,
                    "%s: state '%s' is not mapped; map it to OTHER if that is meant"
                            .formatted(name, state));
        }
        if (trend && count == 0)
            say(Level.WARNING, "%s: no hours in the last %d days".formatted(name, DAYS));
        say(
                Level.OK,
                "%s: %,d rows in %.1f s"
                        .formatted(name, count, (System.nanoTime() - begun) / NANOS_A_SECOND));
    }

    private void say(Level level, String message) {
        findings.add(new Finding(level, message));
    }
}
