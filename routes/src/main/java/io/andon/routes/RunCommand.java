package io.andon.routes;

import io.andon.routes.log.ConsoleLog;
import io.andon.routes.log.LogForm;
import io.andon.routes.log.Redaction;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts Andon and stays until it is told to stop. */
@Command(
        name = "run",
        description = "Starts Andon; Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions options = new ConfigurationOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = options.read();
        Settings settings = configuration.settings();
        refuseUsedPort(settings);
        var redaction = new Redaction(settings.secrets());
        ConsoleLog.open(LogForm.named(settings.text(SettingKey.LOG_FORMAT)), redaction);
        PrintWriter out = out();
        configuration.warnings().forEach(warning -> out.println("andon: warning: " + warning));
        var running = new AtomicReference<@Nullable Andon>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get()), "shutdown"));
        Andon andon = Andon.start(configuration, () -> again(redaction));
        running.set(andon);
        HangUp.handle(() -> andon.reload("by SIGHUP"));
        announce(out, configuration);
        andon.awaitRestart(); // or until a signal runs the shutdown hook
        andon.close();
        LogManager.shutdown();
        return ExitCode.RESTART_ASKED;
    }

    /** As at the start; what is secret now must not reach the console either. */
    private Configuration again(Redaction redaction) {
        Configuration configuration = options.read();
        redaction.add(configuration.settings().secrets());
        return configuration;
    }

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
    }

    /** Before anything is opened: the port is what most often is in the way. */
    private static void refuseUsedPort(Settings settings) throws IOException {
        var address =
                new InetSocketAddress(
                        settings.text(SettingKey.HTTP_HOST), settings.whole(SettingKey.HTTP_PORT));
        if (address.isUnresolved()) {
            throw new ConfigurationException(
                    List.of(
                            "andon.http.host = '%s': no such host"
                                    .formatted(address.getHostString())));
        }
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (BindException e) {
            var told =
                    new BindException(
                            "port %d of %s is in use or may not be used: %s"
                                    .formatted(
                                            address.getPort(),
                                            address.getHostString(),
                                            e.getMessage()));
            told.initCause(e);
            throw told;
        }
    }

    private static void announce(PrintWriter out, Configuration configuration) {
        Settings settings = configuration.settings();
        out.printf(
                "Andon shows %s at http://%s:%d/%n",
                configuration.plant().title(),
                inUrl(settings.text(SettingKey.HTTP_HOST)),
                settings.whole(SettingKey.HTTP_PORT));
        out.printf("The admin token is in %s%n", settings.path(SettingKey.ADMIN_TOKEN_FILE));
        if (!Wiring.access(settings).equals("open")) {
            out.println("Anyone who reaches this host can read the screens (andon.http.host).");
        }
        out.flush();
    }

    private static String inUrl(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** A signal would end the JVM with 143; being told to stop is no error. */
    private static void stop(@Nullable Andon andon) {
        if (andon != null) andon.close();
        LogManager.shutdown();
        Runtime.getRuntime().halt(ExitCode.TOLD_TO_STOP);
    }
}
