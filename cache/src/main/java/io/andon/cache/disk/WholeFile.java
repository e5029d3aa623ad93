package io.andon.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Writes files that stand whole or not at all, and that only their owner reads. */
final class WholeFile {
    private WholeFile() {}

    /** What writes into a file that was empty, and says what it wrote. */
    @FunctionalInterface
    interface Contents<T> {
        T write(FileChannel file) throws IOException;
    }

    /**
     * Puts a file in the place of the one of that name: when this returns it outlives the process
     * and the machine's power; when it throws, what stood there stands untouched.
     *
     * @param temporary where it is written first, in the same folder
     */
    static <T> T replace(Path temporary, Path file, Contents<T> contents) throws IOException {
        T written;
        try {
            try (FileChannel channel = create(temporary)) {
                written = contents.write(channel);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        PlantFolder.force(PlantFolder.parent(file));
        return written;
    }

    /** Opens a file that must not be there yet. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PlantFolder.PRIVATE_FILE);
    }
}
