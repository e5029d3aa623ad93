package io.andon.routes.lifecycle;

import java.util.Map;

/** Whether somebody starts this process again when it ends. */
public final class Supervisor {
    /** systemd tells a service's first process its own id; a shell that it inherits has another. */
    private static final String SYSTEMD_PROCESS = "SYSTEMD_EXEC_PID";

    private Supervisor() {}

    /**
     * Whether there is one.
     *
     * @param setting {@code true}, {@code false}, or {@code auto} for what the environment says
     * @param process the id of this process
     */
    public static boolean isPresent(String setting, Map<String, String> environment, long process) {
        return switch (setting) {
            case "true" -> true;
            case "auto" -> Long.toString(process).equals(environment.get(SYSTEMD_PROCESS));
            default -> false;
        };
    }
}
