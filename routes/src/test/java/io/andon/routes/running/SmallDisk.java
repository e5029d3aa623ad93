package io.andon.routes.running;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of four megabytes in memory, which is full soon; needs the right to mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Where there is no right to mount the test is skipped, or fails where that must not be. */
    public static SmallDisk mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!isDone("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString())) {
            String message = "no right to mount a file system";
            if ("1".equals(System.getenv("ANDON_TEST_STRICT"))) fail(message);
            abort(message);
        }
        return new SmallDisk(folder);
    }

    /** Leaves no byte free; the file takes all that was. */
    public Path fill() throws IOException {
        Path filler = folder.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4_096];
            while (Files.getFileStore(folder).getUsableSpace() > 0) out.write(page);
        }
        return filler;
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
