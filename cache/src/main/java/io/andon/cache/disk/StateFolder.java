package io.andon.cache.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder below the data folder for small files that are replaced whole. One process at a time
 * writes there; only the data folder itself may be a symbolic link. Threads: one at a time.
 */
public final class StateFolder implements AutoCloseable {
    private static final String TEMPORARY = ".tmp";

    private final Path data;
    private final Path folder;
    private final FolderLock lock;
    private final Aside aside;

    /** Touches nothing yet. */
    public StateFolder(Path data, String name) {
        this.data = data;
        folder = data.resolve(name);
        lock = new FolderLock(folder);
        aside = new Aside(folder);
    }

    /**
     * Makes the folder if it is missing, becomes the one that writes there, and removes what a
     * writer that was killed left behind.
     *
     * @throws IOException if that cannot be, also when another process writes there
     */
    public void claim() throws IOException {
        Files.createDirectories(data);
        PlantFolder.ensure(folder);
        lock.claim();
        for (Path left : PlantFolder.files(folder, "*" + TEMPORARY)) Files.deleteIfExists(left);
    }

    /**
     * The bytes of a file, at most {@code bytesMax} of them; empty when there is none.
     *
     * @throws IOException if it cannot be read, or is no file of its own
     */
    public Optional<byte[]> read(String name, int bytesMax) throws IOException {
        try (InputStream file =
                Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(file.readNBytes(bytesMax));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /**
     * Puts a file of these bytes in the place of the one of that name: when this returns it
     * outlives the process and the machine's power; when it throws, the former one stands.
     */
    public void replace(String name, byte[] bytes) throws IOException {
        WholeFile.replace(
                folder.resolve(name + TEMPORARY),
                folder.resolve(name),
                file -> {
                    int written = 0;
                    ByteBuffer from = ByteBuffer.wrap(bytes);
                    while (from.hasRemaining()) written += file.write(from);
                    return written;
                });
    }

    /** Takes a file that is worth nothing out of the way, for somebody to look at. */
    public void putAside(String name, Refusal why) throws IOException {
        aside.put(folder.resolve(name), why);
    }

    /** How many files were put aside and not deleted yet. */
    public int aside() throws IOException {
        return aside.count();
    }

    /** Lets others write. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
