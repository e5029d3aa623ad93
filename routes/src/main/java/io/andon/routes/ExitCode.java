package io.andon.routes;

import io.andon.routes.settings.ConfigurationException;
import java.net.BindException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the process ends with, and the one clear message that goes with it. */
final class ExitCode {
    static final int TOLD_TO_STOP = 0;
    static final int FAILED = 1;

    /** What was asked goes on after the answer. */
    static final int DEFERRED = 2;

    /** A watchdog that looked once reloaded or restarted. */
    static final int ACTED = 3;

    /** A watchdog that looked once called a person. */
    static final int PAGED = 4;

    /** What runs serves, with something wrong. */
    static final int DEGRADED = 2;

    /** What runs does not serve: DOWN, STARTING or DRAINING. */
    static final int NOT_SERVING = 3;

    static final int USAGE = 64;
    static final int PORT_IN_USE = 69;

    /** An administrator asked for a restart: to be started again. */
    static final int RESTART_ASKED = 75;

    static final int CONFIGURATION = 78;

    private ExitCode() {}

    static int of(Throwable failure) {
        return switch (failure) {
            case BindException _ -> PORT_IN_USE;
            case ConfigurationException _ -> CONFIGURATION;
            case ParameterException _ -> USAGE;
            default -> FAILED;
        };
    }

    static int report(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case BindException bind -> error(command, message(bind));
            case ConfigurationException configuration ->
                    configuration.problems().forEach(problem -> error(command, problem));
            case RunningServer.NoAnswerException none -> error(command, message(none));
            default -> {
                error(command, message(failure));
                failure.printStackTrace(command.getErr());
            }
        }
        return of(failure);
    }

    static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        error(command, message(failure));
        command.usage(command.getErr());
        return USAGE;
    }

    static int noCommand(CommandLine command) {
        command.usage(command.getErr());
        return USAGE;
    }

    private static String message(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    }

    private static void error(CommandLine command, String message) {
        command.getErr().println("andon: " + message);
        command.getErr().flush();
    }
}
