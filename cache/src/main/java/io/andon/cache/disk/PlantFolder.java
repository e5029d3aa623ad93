package io.andon.cache.disk;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where one plant's versions are kept: {@code snapshots/<plant>/<table>} below the data folder.
 *
 * <p>One process writes there, who holds the {@link FolderLock}. Any process may read. Only the
 * data folder itself may be a symbolic link; nothing is written through another. Threads: any.
 */
public final class PlantFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path data;
    private final Path folder;
    private final FolderLock lock;

    /** Touches nothing yet. */
    public PlantFolder(Path data, String plant) {
        this.data = data;
        folder = data.resolve("snapshots").resolve(plant);
        lock = new FolderLock(folder);
    }

    /** Where a table is kept, as the plant reads it now. */
    public TableFolder table(Plant plant, TablePlan plan) {
        return new TableFolder(
                this,
                folder.resolve(plan.table().value()),
                SnapshotIdentity.of(plant, plan),
                new Retention(plant.shiftDays()));
    }

    /**
     * Makes the folders that are missing and becomes the one that writes there.
     *
     * @throws IOException if that cannot be, also when another process writes there
     */
    public synchronized void claim() throws IOException {
        Files.createDirectories(data);
        ensure(parent(folder));
        ensure(folder);
        lock.claim();
    }

    /** Bytes that may still be written, where the folder stands or will stand. */
    public OptionalLong freeBytes() {
        try {
            return OptionalLong.of(
                    Files.getFileStore(Files.exists(folder) ? folder : data).getUsableSpace());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /** Frees the lock, and waits for no disk that holds up {@link #claim}. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Makes the folder if it is missing; it must not be reached through a symbolic link. */
    static void ensure(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE_FOLDER);
            force(parent(folder));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) throw e;
        }
    }

    /** Refuses a table's folder below anything that is not a folder itself. */
    void requireNoLink(Path table) throws IOException {
        for (Path each : List.of(parent(folder), folder, table))
            if (Files.isSymbolicLink(each)) throw new IOException(each + " is a symbolic link");
    }

    /** The files of a folder whose names fit the pattern, in any order. */
    static List<Path> files(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            var files = new ArrayList<Path>();
            entries.forEach(files::add);
            return files;
        } catch (DirectoryIteratorException e) { // a disk that fails on the way is no bug
            throw e.getCause();
        }
    }

    /** Makes the folder's entries as lasting as its files. */
    static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) throw new IllegalArgumentException(path + " has no parent");
        return parent;
    }
}
