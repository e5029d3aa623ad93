package io.andon.processors.watchdog;

/** What a watchdog can ask of Andon. */
public interface Actions {
    /** Asks for the configuration to be read again. */
    Outcome reload() throws InterruptedException;

    /** Asks for the process to be started anew. */
    Outcome restart() throws InterruptedException;
}
