package io.andon.routes;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command: {@code run}, {@code check}, or a question or an act to what runs. */
@Command(
        name = "andon",
        description = "Keeps a factory's screens alive from memory.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            TableCommand.Refresh.class,
            TableCommand.Accept.class,
            LogsCommand.class,
            StatusCommand.class,
            ConfigCommand.class,
            BreakerCommand.class,
            MaintenanceCommand.class,
            AuditCommand.class,
            LifecycleCommand.Reload.class,
            LifecycleCommand.Restart.class,
            WatchdogCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var command = new CommandLine(new Main());
        command.setExitCodeExceptionMapper(ExitCode::of);
        command.setExecutionExceptionHandler(ExitCode::report);
        command.setParameterExceptionHandler(ExitCode::usage);
        int code = arguments.length == 0 ? ExitCode.noCommand(command) : command.execute(arguments);
        // Pools and event loops may still have threads: a failed start must leave no process.
        Runtime.getRuntime().halt(code);
    }
}
