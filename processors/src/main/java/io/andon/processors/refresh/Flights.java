package io.andon.processors.refresh;

import io.andon.cache.schema.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The refreshes under way, one a table. Threads: any. */
public final class Flights {
    private final Map<TableName, CompletableFuture<String>> running = new HashMap<>();
    private final Map<TableName, CompletableFuture<String>> expected = new HashMap<>();
    private boolean held;

    /** From now on no refresh begins, until {@link #goOn}; those that run go on. */
    public synchronized void hold() {
        held = true;
    }

    public synchronized void goOn() {
        held = false;
    }

    /** Whether no refresh runs. */
    public synchronized boolean isQuiet() {
        return running.isEmpty();
    }

    /** Whether the caller's refresh is the one that runs now; else another's does, or none may. */
    synchronized boolean begin(TableName table) {
        if (held || running.containsKey(table)) return false;
        CompletableFuture<String> awaited = expected.remove(table);
        running.put(table, awaited == null ? new CompletableFuture<>() : awaited);
        return true;
    }

    /** The refresh that runs has ended; those who wait for it are told on this thread. */
    void end(TableName table, String outcome) {
        CompletableFuture<String> ended;
        synchronized (this) {
            ended = running.remove(table);
        }
        if (ended != null) ended.complete(outcome);
    }

    /** The outcome of the refresh that runs, or else of the next one. */
    public synchronized CompletableFuture<String> next(TableName table) {
        CompletableFuture<String> now = running.get(table);
        return now == null ? expected.computeIfAbsent(table, _ -> new CompletableFuture<>()) : now;
    }

    /** Whether a refresh of the table runs now. */
    public synchronized boolean isRunning(TableName table) {
        return running.containsKey(table);
    }
}
