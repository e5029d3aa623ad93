package io.andon.cache.disk;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a megabyte in memory, which is full soon; needs the right to mount. */
final class SmallDisk implements AutoCloseable {
    static final long BYTES = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Where there is no right to mount the test is skipped, or fails where that must not be. */
    static SmallDisk mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        String size = "size=" + BYTES;
        if (!isDone("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString())) {
            String message = "no right to mount a file system";
            if ("1".equals(System.getenv("ANDON_TEST_STRICT"))) fail(message);
            abort(message);
        }
        return new SmallDisk(folder);
    }

    void setReadOnly(boolean readOnly) throws IOException {
        String option = readOnly ? "remount,ro" : "remount,rw";
        if (!isDone("mount", "-o", option, folder.toString())) fail(option);
    }

    @Override
    public void close() throws IOException {
        if (!isDone("umount", folder.toString())) fail("it is still in use");
    }

    private static boolean isDone(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
