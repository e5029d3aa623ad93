package io.andon.routes;

import io.andon.cache.disk.SnapshotIdentity;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.SourceQuery;
import io.andon.cache.plant.TablePlan;
import io.andon.routes.plant.ChangeCheck;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.source.Pools;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What differs between the configuration in force and the one that is to follow it. */
record Change(Configuration former, Configuration next) {
    /** What a process opens once, at its start. */
    private static final Set<SettingKey> OF_THE_PROCESS =
            EnumSet.of(
                    SettingKey.HTTP_HOST,
                    SettingKey.HTTP_PORT,
                    SettingKey.PLANT,
                    SettingKey.DATA_DIR,
                    SettingKey.ADMIN_TOKEN_FILE,
                    SettingKey.LOG_FORMAT,
                    SettingKey.LOG_KEPT,
                    SettingKey.LOG_REPEATS_MAX,
                    SettingKey.MAINTENANCE_LONGEST,
                    SettingKey.AUDIT_KEPT,
                    SettingKey.AUDIT_FILE_MAX,
                    SettingKey.SUPERVISED,
                    SettingKey.RESTART_COOLDOWN,
                    SettingKey.RESTART_WINDOW,
                    SettingKey.RESTART_MAX,
                    SettingKey.DEMO_LOTS,
                    SettingKey.DEMO_SEED);

    private static final Set<SettingKey> CONNECTION =
            EnumSet.of(SettingKey.DB_URL, SettingKey.DB_USER, SettingKey.DB_PASSWORD);

    /** Changes that only a start can take. */
    List<String> needRestart() {
        var changes = new ArrayList<String>();
        OF_THE_PROCESS.stream()
                .filter(this::differs)
                .forEach(key -> changes.add(key.key() + " has changed, which needs a restart"));
        Plant before = former.plant();
        Plant after = next.plant();
        if (!before.id().equals(after.id()))
            changes.add("the plant's id has changed, which needs a restart");
        if (!before.simulator().equals(after.simulator()))
            changes.add("plant.yaml.simulator has changed, which needs a restart");
        return changes;
    }

    /** What the database has against it, asked only where something of its changed. */
    List<String> objections() {
        List<TablePlan> tables =
                next.plant().tables().stream()
                        .filter(plan -> connects() || !isSameTable(plan))
                        .toList();
        List<SourceQuery> questions =
                next.plant().queries().stream()
                        .filter(each -> connects() || !former.plant().queries().contains(each))
                        .toList();
        if (tables.isEmpty() && questions.isEmpty()) return List.of();
        try (var pools = Pools.open(next.settings(), next.plant().id(), null)) {
            return new ChangeCheck(next.plant(), pools.reader()).run(tables, questions);
        }
    }

    /** Whether another database is asked, or by another user. */
    boolean connects() {
        return CONNECTION.stream().anyMatch(this::differs);
    }

    /** Whether answers that were kept still answer what is asked now. */
    boolean keepsAnswers() {
        return !connects()
                && former.plant().queries().equals(next.plant().queries())
                && former.plant().zone().equals(next.plant().zone());
    }

    /** Whether a version of the table that was read before means now what it meant then. */
    boolean isSameTable(TablePlan plan) {
        return former.plant()
                .table(plan.table())
                .map(before -> SnapshotIdentity.of(former.plant(), before))
                .filter(SnapshotIdentity.of(next.plant(), plan)::equals)
                .isPresent();
    }

    /** Whether also all that is derived from it, its indices too, would come out the same. */
    boolean keeps(TablePlan plan) {
        Plant before = former.plant();
        Plant after = next.plant();
        return isSameTable(plan)
                && before.filters(plan.table()).equals(plan.filters())
                && before.states().equals(after.states())
                && before.holdTypes().equals(after.holdTypes())
                && before.workcenters().equals(after.workcenters());
    }

    private boolean differs(SettingKey key) {
        return !former.settings().textOf(key).equals(next.settings().textOf(key));
    }
}
