package io.andon.cache.disk;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which saved versions stay: the last two, and the one that stood when the shift day began. */
record Retention(ZoneId zone, LocalTime shiftDayStart) {
    static final int RECENT = 2;

    /** The last begin of a shift day at or before that time. */
    Instant shiftStart(Instant now) {
        ZonedDateTime today = now.atZone(zone).toLocalDate().atTime(shiftDayStart).atZone(zone);
        return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
    }

    /** The versions to keep; of a shift day that began without any, its first. */
    Set<Long> keep(List<SavedVersion> versions, Instant now) {
        Comparator<SavedVersion> order = Comparator.comparingLong(SavedVersion::version);
        var keep = new HashSet<Long>();
        versions.stream()
                .sorted(order.reversed())
                .limit(RECENT)
                .forEach(each -> keep.add(each.version()));
        Instant start = shiftStart(now);
        Optional<SavedVersion> stood =
                versions.stream().filter(each -> !each.readAt().isAfter(start)).max(order);
        stood.or(() -> versions.stream().min(order)).ifPresent(each -> keep.add(each.version()));
        return keep;
    }
}
