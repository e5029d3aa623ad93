package io.andon.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one process the writer of a folder by a lock on its file {@code lock}; the operating system
 * frees it when that process ends, however it ends. Threads: any.
 */
final class FolderLock implements AutoCloseable {
    private final Path folder;
    private volatile @Nullable FileLock lock;

    FolderLock(Path folder) {
        this.folder = folder;
    }

    /**
     * Becomes the writer, unless this is it already; the folder is there.
     *
     * @throws IOException if that cannot be, also when another process writes there
     */
    synchronized void claim() throws IOException {
        FileLock held = lock;
        if (held != null && held.isValid()) return;
        FileChannel file =
                FileChannel.open(
                        folder.resolve("lock"),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PlantFolder.PRIVATE_FILE);
        FileLock taken = null;
        try {
            taken = file.tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this very process
        } finally {
            if (taken == null) file.close();
        }
        if (taken == null) throw new IOException("another process writes to " + folder);
        lock = taken;
    }

    /** Frees it, and waits for no disk that holds up {@link #claim}. */
    @Override
    public void close() throws IOException {
        FileLock held = lock;
        lock = null;
        if (held != null) held.acquiredBy().close();
    }
}
