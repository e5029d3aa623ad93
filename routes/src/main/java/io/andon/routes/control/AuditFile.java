package io.andon.routes.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lines that only their owner reads, each on disk when {@link #append} returns. A file that would
 * grow beyond its limit becomes the predecessor, of which one is kept. Threads: one at a time.
 */
final class AuditFile {
    private final Path file;
    private final Path predecessor;
    private final long bytesMax;

    AuditFile(Path file, long bytesMax) {
        this.file = file;
        this.predecessor = file.resolveSibling(file.getFileName() + ".1");
        this.bytesMax = bytesMax;
    }

    /** The lines of both files, the oldest first; what no longer can be read is left out. */
    List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (Path each : List.of(predecessor, file)) {
            if (!Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) continue;
            if (Files.size(each) > 2 * bytesMax) continue; // not written by this
            lines.addAll(
                    new String(Files.readAllBytes(each), StandardCharsets.UTF_8).lines().toList());
        }
        return lines;
    }

    /**
     * Adds a line that ends with a line feed.
     *
     * @throws IOException if it could not be kept; then no part of it is there
     */
    void append(byte[] line) throws IOException {
        rotateFor(line.length);
        try (FileChannel to =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            long end = endOfLastLine(to);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                for (long at = end; bytes.hasRemaining(); ) at += to.write(bytes, at);
                to.force(false);
            } catch (IOException e) {
                to.truncate(end);
                throw e;
            }
        }
    }

    private void rotateFor(int bytes) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return;
        if (Files.size(file) + bytes <= bytesMax) return;
        Files.move(file, predecessor, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * A process that was killed may have left half a line, which nobody can read: it is
     * overwritten.
     */
    private static long endOfLastLine(FileChannel from) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long size = from.size();
        long end = size;
        while (end > 0) {
            one.clear();
            if (from.read(one, end - 1) == 1 && one.get(0) == '\n') break;
            end--;
        }
        if (end < size) from.truncate(end);
        return end;
    }
}
