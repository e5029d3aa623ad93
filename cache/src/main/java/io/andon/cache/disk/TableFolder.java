package io.andon.cache.disk;

import io.andon.cache.disk.Restored.Found;
import io.andon.cache.disk.Restored.RefusedFile;
import io.andon.cache.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table's saved versions: {@code <version>.andon}, each whole or not there.
 *
 * <p>Threads: {@link #restore}, {@link #save} and {@link #verified} by one at a time, the others by
 * any.
 */
public final class TableFolder {
    private static final Pattern NAME = Pattern.compile("(\\d{1,15})\\.andon");
    private static final String SUFFIX = ".andon";
    private static final String TEMPORARY = ".tmp";
    private static final Pattern GIVEN = Pattern.compile("(\\d{1,15})\\.given");

    private final PlantFolder plant;
    private final Path folder;
    private final SnapshotIdentity identity;
    private final Retention retention;
    private final SnapshotWriter writer;
    private final Aside aside;
    private volatile List<SavedVersion> kept = List.of();
    private volatile int asideCount;

    /** Whole files that this plant or heap cannot serve, until enough others can. */
    private List<Long> unserved = new ArrayList<>();

    private boolean cleaned;

    TableFolder(PlantFolder plant, Path folder, SnapshotIdentity identity, Retention retention) {
        this.plant = plant;
        this.folder = folder;
        this.identity = identity;
        this.retention = retention;
        writer = new SnapshotWriter(identity);
        aside = new Aside(folder);
    }

    /** The versions that stand, newest last. */
    public List<SavedVersion> kept() {
        return kept;
    }

    /** How many files were put aside and not deleted yet. */
    public int aside() {
        return asideCount;
    }

    /** Knows what {@code former} does of the same folder, which saves no more. */
    public void takeOver(TableFolder former) {
        kept = former.kept;
        asideCount = former.asideCount;
        unserved = new ArrayList<>(former.unserved);
        cleaned = true;
    }

    /**
     * Looks through the folder for the newest version that is whole. Damaged, foreign and newer
     * files are put aside; whole ones of another query, or too long, stay until later versions
     * replace them.
     *
     * @param bytesMax a longer file is not loaded
     * @param complete makes of the columns what is to be served; what it refuses by a {@link
     *     RuntimeException} counts as damaged
     * @throws IOException if the folder cannot be looked through
     */
    public <T> Restored<T> restore(long bytesMax, Function<TableSnapshot, T> complete)
            throws IOException {
        plant.requireNoLink(folder);
        if (!Files.isDirectory(folder)) return new Restored<>(Optional.empty(), 0, List.of());
        var refused = new ArrayList<RefusedFile>();
        var whole = new ArrayList<SavedVersion>();
        unserved = new ArrayList<>();
        Optional<Found<T>> newest = Optional.empty();
        long highest = given();
        for (long version : versions(refused)) {
            try {
                SavedVersion saved = look(version);
                if (saved.bytes() > bytesMax)
                    throw new RefusedException(
                            Refusal.TOO_LARGE,
                            "this heap is not for %d bytes".formatted(saved.bytes()));
                if (newest.isEmpty()) newest = Optional.of(found(saved, complete));
                whole.addFirst(saved);
                highest = Math.max(highest, version);
            } catch (IOException | RuntimeException e) {
                Refusal why = why(e);
                if (why != Refusal.FOREIGN) highest = Math.max(highest, version);
                if (!why.isDamage()) unserved.add(version);
                refused.add(refuse(file(version), why, e));
            }
        }
        kept = List.copyOf(whole);
        asideCount = aside.count();
        return new Restored<>(newest, highest, refused);
    }

    /**
     * Notes that versions up to this one count as given out, so that no later run repeats one that
     * this run shows and does not save. When this returns the note outlives the machine's power.
     */
    public void give(long version) throws IOException {
        claim();
        WholeFile.replace(temporary(version), folder.resolve(version + ".given"), _ -> version);
        for (Path note : givenNotes()) if (number(note) < version) Files.deleteIfExists(note);
    }

    /** A version that is kept, as it was read; empty when it is gone or damaged. */
    public Optional<TableSnapshot> load(long version) throws IOException {
        try {
            plant.requireNoLink(folder);
            return Optional.of(SnapshotReader.read(file(version), identity, version));
        } catch (NoSuchFileException | RefusedException _) {
            return Optional.empty();
        }
    }

    /**
     * Saves a version: when this returns it outlives the process and the machine's power; when it
     * throws, what was saved before stands untouched.
     */
    public SavedVersion save(TableSnapshot snapshot, Instant verifiedAt, Instant now)
            throws IOException {
        claim();
        SavedVersion saved =
                WholeFile.replace(
                        temporary(snapshot.version()),
                        file(snapshot.version()),
                        to -> writer.write(to, snapshot, verifiedAt, now));
        var standing = new ArrayList<>(kept);
        standing.removeIf(each -> each.version() == saved.version());
        standing.add(saved);
        standing.sort(Comparator.comparingLong(SavedVersion::version));
        kept = List.copyOf(retain(standing, now));
        if (kept.size() >= Retention.RECENT) unserved.removeIf(this::isDeleted);
        return saved;
    }

    /**
     * Notes that the newest version was confirmed, if that is {@code version} and was not noted.
     * Not forced to the disk: without power the version looks older, never younger.
     *
     * @return whether there was something to note
     */
    public boolean verified(long version, Instant at) throws IOException {
        List<SavedVersion> standing = kept;
        if (standing.isEmpty()) return false;
        SavedVersion newest = standing.getLast();
        if (newest.version() != version || !at.isAfter(newest.verifiedAt())) return false;
        claim();
        Path temporary = temporary(version);
        try (FileChannel file = WholeFile.create(temporary)) {
            file.write(ByteBuffer.wrap(VerifiedNote.encode(version, at)));
            Files.move(temporary, note(version), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        var noted = new ArrayList<>(standing);
        noted.set(noted.size() - 1, newest.verified(at));
        kept = List.copyOf(noted);
        return true;
    }

    /** Becomes the folder's writer, and removes what a writer that was killed left behind. */
    public synchronized void claim() throws IOException {
        plant.claim();
        PlantFolder.ensure(folder);
        plant.requireNoLink(folder);
        if (cleaned) return;
        for (Path left : PlantFolder.files(folder, "*" + TEMPORARY)) Files.deleteIfExists(left);
        cleaned = true;
    }

    private SavedVersion look(long version) throws IOException {
        Path file = file(version);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            throw new RefusedException(Refusal.FOREIGN, "it is no file of its own");
        SavedVersion saved = SnapshotReader.head(file, identity, version).saved(Files.size(file));
        return VerifiedNote.read(note(version), version)
                .filter(saved.verifiedAt()::isBefore)
                .map(saved::verified)
                .orElse(saved);
    }

    private <T> Found<T> found(SavedVersion saved, Function<TableSnapshot, T> complete)
            throws IOException {
        TableSnapshot read = SnapshotReader.read(file(saved.version()), identity, saved.version());
        return new Found<>(complete.apply(read), saved);
    }

    /** Every version that a file names, newest first; files of other names are put aside. */
    private List<Long> versions(List<RefusedFile> refused) throws IOException {
        var versions = new ArrayList<Long>();
        var foreign = new ArrayList<Path>();
        for (Path file : PlantFolder.files(folder, "*" + SUFFIX)) {
            Matcher name = NAME.matcher(name(file));
            if (name.matches() && file.equals(file(Long.parseLong(name.group(1)))))
                versions.add(Long.parseLong(name.group(1)));
            else foreign.add(file);
        }
        var unnamed = new RefusedException(Refusal.FOREIGN, "its name is no version");
        for (Path file : foreign) refused.add(refuse(file, Refusal.FOREIGN, unnamed));
        versions.sort(Comparator.reverseOrder());
        return versions;
    }

    private long given() throws IOException {
        return givenNotes().stream().mapToLong(TableFolder::number).max().orElse(0);
    }

    private List<Path> givenNotes() throws IOException {
        return PlantFolder.files(folder, "*.given").stream()
                .filter(note -> GIVEN.matcher(name(note)).matches())
                .toList();
    }

    private static long number(Path given) {
        return Long.parseLong(name(given).replace(".given", ""));
    }

    private static Refusal why(Exception failure) {
        if (failure instanceof RefusedException refused) return refused.why();
        return failure instanceof IOException ? Refusal.UNREADABLE : Refusal.CORRUPT;
    }

    private RefusedFile refuse(Path file, Refusal why, Exception cause) {
        String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        try {
            if (why.putAside()) {
                claim();
                aside.put(file, why);
            }
        } catch (IOException e) {
            detail = "%s; nor can it be put aside: %s".formatted(detail, e.getMessage());
        }
        return new RefusedFile(name(file), why, detail);
    }

    /** Deletes what need not be kept; what cannot be deleted is tried again after the next save. */
    private List<SavedVersion> retain(List<SavedVersion> standing, Instant now) {
        Set<Long> keep = retention.keep(standing, now);
        return standing.stream()
                .filter(each -> keep.contains(each.version()) || !isDeleted(each.version()))
                .toList();
    }

    private boolean isDeleted(long version) {
        try {
            Files.deleteIfExists(note(version));
            Files.deleteIfExists(file(version));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Path temporary(long version) {
        return folder.resolve(
                "%d.%d%s".formatted(version, ProcessHandle.current().pid(), TEMPORARY));
    }

    private Path file(long version) {
        return folder.resolve(version + SUFFIX);
    }

    private Path note(long version) {
        return folder.resolve(version + ".verified");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
