package io.andon.cache.plant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The shift days of a plant, which begin at one time of its clock. Where the clock skips that time,
 * the day begins as much later as the clock skips; where it comes twice, at the first.
 */
public record ShiftDays(ZoneId zone, LocalTime start) {
    /** The shift day of an instant: what comes before its begin belongs to the day before. */
    public LocalDate of(Instant at) {
        LocalDate day = at.atZone(zone).toLocalDate();
        return at.isBefore(begin(day)) ? day.minusDays(1) : day;
    }

    /** When a shift day begins. */
    public Instant begin(LocalDate day) {
        return day.atTime(start).atZone(zone).toInstant();
    }
}
