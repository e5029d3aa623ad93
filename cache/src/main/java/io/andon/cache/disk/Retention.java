package io.andon.cache.disk;

import io.andon.cache.plant.ShiftDays;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which saved versions stay: the last two, and the one that stood when the shift day began. */
record Retention(ShiftDays days) {
    static final int RECENT = 2;

    /** The versions to keep; of a shift day that began without any, its first. */
    Set<Long> keep(List<SavedVersion> versions, Instant now) {
        Comparator<SavedVersion> order = Comparator.comparingLong(SavedVersion::version);
        var keep = new HashSet<Long>();
        versions.stream()
                .sorted(order.reversed())
                .limit(RECENT)
                .forEach(each -> keep.add(each.version()));
        Instant start = days.begin(days.of(now));
        Optional<SavedVersion> stood =
                versions.stream().filter(each -> !each.readAt().isAfter(start)).max(order);
        stood.or(() -> versions.stream().min(order)).ifPresent(each -> keep.add(each.version()));
        return keep;
    }
}
