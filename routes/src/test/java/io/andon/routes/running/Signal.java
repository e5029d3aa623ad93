package io.andon.routes.running;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A signal of the operating system to a process. */
enum Signal {
    STOP,
    CONT;

    void to(long process) {
        try {
            int exit =
                    new ProcessBuilder("kill", "-" + name(), Long.toString(process))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) throw new AssertionError("kill ended with " + exit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
