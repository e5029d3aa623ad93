package io.andon.cache.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where a table's refused files wait for somebody to look at them. */
final class Aside {
    /** Files that are worth a look; older ones are deleted. */
    static final int MAX = 2;

    private final Path folder;

    Aside(Path table) {
        folder = table.resolve("aside");
    }

    /** Takes a file out of the way of the versions; the caller is the folder's writer. */
    void put(Path file, Refusal why) throws IOException {
        PlantFolder.ensure(folder);
        Path target = folder.resolve(name(file) + "." + why.name().toLowerCase(Locale.ROOT));
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        List<Path> others = files().stream().filter(each -> !each.equals(target)).toList();
        for (Path old : others.subList(0, Math.max(0, others.size() + 1 - MAX))) Files.delete(old);
    }

    /** How many files were put aside and not deleted yet. */
    int count() throws IOException {
        return files().size();
    }

    /** Oldest first. */
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return List.of();
        return PlantFolder.files(folder, "*").stream()
                .sorted(Comparator.comparing(Aside::name))
                .toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
