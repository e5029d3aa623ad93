package io.andon.cache.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shift days by the plant's clock, also on the nights in which it is put forward or back. */
final class ShiftDaysTest {
    private static final ShiftDays TAIPEI = days("Asia/Taipei", "07:30");
    private static final ShiftDays BERLIN = days("Europe/Berlin", "02:30");

    @Test
    void aDayBeginsByThePlantsClock() {
        assertThat(TAIPEI.of(Instant.parse("2026-11-23T23:29:59Z"))).isEqualTo("2026-11-23");
        assertThat(TAIPEI.of(Instant.parse("2026-11-23T23:30:00Z"))).isEqualTo("2026-11-24");
        assertThat(TAIPEI.begin(LocalDate.parse("2026-11-24"))).isEqualTo("2026-11-23T23:30:00Z");
    }

    /** From 02:00 to 03:00 on 29 March 2026: 02:30 does not exist that day. */
    @Test
    void aDayWhoseStartTheClockSkipsBeginsAsMuchLater() {
        assertThat(BERLIN.begin(LocalDate.parse("2026-03-28"))).isEqualTo("2026-03-28T01:30:00Z");
        assertThat(BERLIN.begin(LocalDate.parse("2026-03-29"))).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(BERLIN.begin(LocalDate.parse("2026-03-30"))).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(BERLIN.of(Instant.parse("2026-03-29T01:29:59Z"))).isEqualTo("2026-03-28");
        assertThat(BERLIN.of(Instant.parse("2026-03-29T01:30:00Z"))).isEqualTo("2026-03-29");
    }

    /** From 03:00 back to 02:00 on 25 October 2026: 02:30 comes twice. */
    @Test
    void aDayWhoseStartComesTwiceBeginsOnce() {
        assertThat(BERLIN.begin(LocalDate.parse("2026-10-25"))).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(BERLIN.of(Instant.parse("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-25");
        assertThat(BERLIN.of(Instant.parse("2026-10-25T01:15:00Z")))
                .as("02:15 for the second time")
                .isEqualTo("2026-10-25");
    }

    static Stream<ShiftDays> everywhere() {
        return Stream.of(
                        "Asia/Taipei",
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Havana",
                        "Africa/Cairo",
                        "Australia/Lord_Howe")
                .flatMap(zone ->
                        Stream.of("00:00", "00:30", "02:30", "07:30", "23:30")
                                .map(start -> days(zone, start)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void everyInstantOfAYearIsInOneDayThatFollowsTheOneBefore(ShiftDays days) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        LocalDate day = days.of(at);
        for (; at.isBefore(end); at = at.plus(Duration.ofMinutes(10))) {
            LocalDate now = days.of(at);
            assertThat(now).as("%s", at).isIn(day, day.plusDays(1));
            assertThat(at).isBetween(days.begin(now), days.begin(now.plusDays(1)).minusMillis(1));
            day = now;
        }
    }

    private static ShiftDays days(String zone, String start) {
        return new ShiftDays(ZoneId.of(zone), LocalTime.parse(start));
    }
}
