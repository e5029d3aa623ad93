package io.andon.routes;

import io.andon.cache.disk.PlantFolder;
import io.andon.routes.control.AuditLog;
import io.andon.routes.control.MaintenanceFlag;
import io.andon.routes.edge.AdminToken;
import io.andon.routes.edge.HttpEdge;
import io.andon.routes.lifecycle.RestartBudget;
import io.andon.routes.lifecycle.Supervisor;
import io.andon.routes.log.Logs;
import io.andon.routes.log.Redaction;
import io.andon.routes.operations.Pulse;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What one process has once, whatever is reloaded: it outlives every {@link Generation}. */
final class Lasting {
    final Instant startedAt;
    final Clock clock = Clock.systemUTC();
    final Pulse pulse = new Pulse();
    final Redaction redaction;
    final Logs logs;
    final AdminToken token;
    final HttpEdge edge;
    final PlantFolder saved;
    final MaintenanceFlag maintenance;
    final AuditLog audit;
    final RestartBudget restarts;
    final Reloads reloads;
    final ProcessLifecycle lifecycle;

    /**
     * Opens nothing yet.
     *
     * @param again reads the configuration as it stands at a reload
     */
    Lasting(Configuration configuration, Supplier<Configuration> again) {
        Settings settings = configuration.settings();
        Path data = settings.path(SettingKey.DATA_DIR);
        startedAt = clock.instant();
        redaction = new Redaction(settings.secrets());
        logs =
                new Logs(
                        settings.whole(SettingKey.LOG_KEPT),
                        settings.whole(SettingKey.LOG_REPEATS_MAX),
                        redaction,
                        System::nanoTime);
        token = token(settings);
        edge =
                new HttpEdge(
                        settings.text(SettingKey.HTTP_HOST), settings.whole(SettingKey.HTTP_PORT));
        saved = new PlantFolder(data, configuration.plant().id());
        maintenance =
                new MaintenanceFlag(data, settings.duration(SettingKey.MAINTENANCE_LONGEST), clock);
        audit =
                new AuditLog(
                        data,
                        settings.whole(SettingKey.AUDIT_KEPT),
                        settings.bytes(SettingKey.AUDIT_FILE_MAX),
                        redaction,
                        clock);
        restarts =
                new RestartBudget(
                        data,
                        new RestartBudget.Limits(
                                settings.duration(SettingKey.RESTART_COOLDOWN),
                                settings.duration(SettingKey.RESTART_WINDOW),
                                settings.whole(SettingKey.RESTART_MAX)),
                        clock);
        reloads = new Reloads(this, again);
        boolean supervised =
                Supervisor.isPresent(
                        settings.text(SettingKey.SUPERVISED),
                        System.getenv(),
                        ProcessHandle.current().pid());
        lifecycle = new ProcessLifecycle(reloads, restarts, supervised);
    }

    static String version() {
        return Optional.ofNullable(Andon.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static AdminToken token(Settings settings) {
        Path file = settings.path(SettingKey.ADMIN_TOKEN_FILE);
        try {
            return AdminToken.openOrCreate(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of("the admin token %s can be neither read nor written".formatted(file)));
        }
    }
}
