package io.andon.routes.plant;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.plant.TablePlan;
import io.andon.processors.FailureClassifier;
import io.andon.processors.source.SourceColumns;
import io.andon.processors.source.SourceSession;
import io.andon.processors.source.TableReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be known cheaply of a changed plant or connection before it is put to work: the login,
 * the columns of tables and questions. No table is read. What the database says goes to the log.
 */
public final class ChangeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeCheck.class);

    private final Plant plant;
    private final DataSource pool;
    private final List<String> wrong = new ArrayList<>();

    public ChangeCheck(Plant plant, DataSource pool) {
        this.plant = plant;
        this.pool = pool;
    }

    /** Everything that is wrong with these tables and questions. */
    public List<String> run(List<TablePlan> tables, List<SourceQuery> questions) {
        wrong.clear();
        tables.forEach(this::table);
        new QueryCheck(plant, pool)
                .run(questions).stream()
                        .filter(PlantCheck.Finding::isError)
                        .map(PlantCheck.Finding::message)
                        .forEach(this::question);
        return List.copyOf(wrong);
    }

    private void table(TablePlan plan) {
        try (SourceSession session = SourceSession.open(pool)) {
            SourceColumns columns = TableReader.columns(session, plan);
            columns.complaints().forEach(each -> wrong.add(plan.table() + ": " + each));
        } catch (SQLException e) {
            LOG.warn("{} cannot be read as it is configured now: {}", plan.table(), e.toString());
            wrong.add("%s: %s".formatted(plan.table(), FailureClassifier.classify(e)));
        }
    }

    /** Only its name goes further: a database quotes the SQL that it refuses. */
    private void question(String finding) {
        LOG.warn("as it is configured now: {}", finding);
        wrong.add(finding.substring(0, finding.indexOf(':')) + ": the question fails; see the log");
    }
}
