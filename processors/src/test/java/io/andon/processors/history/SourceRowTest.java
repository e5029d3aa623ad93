package io.andon.processors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.processors.CodedException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types in which Oracle, PostgreSQL and H2 bring the same value. */
final class SourceRowTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Taipei");

    @Test
    void everyKindOfTimeIsTheSameInstant() {
        Instant at = Instant.parse("2026-11-01T00:30:00Z");
        LocalDateTime local = LocalDateTime.parse("2026-11-01T08:30");
        assertThat(row(Timestamp.valueOf(local)).time("v")).isEqualTo(at);
        assertThat(row(local).time("v")).isEqualTo(at);
        assertThat(row(OffsetDateTime.parse("2026-11-01T08:30+08:00")).time("v")).isEqualTo(at);
        assertThat(row(at.atZone(ZONE)).time("v")).isEqualTo(at);
        assertThat(row(at).time("v")).isEqualTo(at);
        var zoned = new ZonedColumns(Set.of("v"));
        assertThat(new SourceRow(Map.of("V", Timestamp.from(at)), zoned, ZONE).time("v"))
                .isEqualTo(at);
    }

    /** Berlin skips 02:30 that March night, and has it twice in October. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29T01:30, 2026-03-29T00:30:00Z",
        "2026-03-29T02:30, 2026-03-29T01:30:00Z",
        "2026-10-25T01:30, 2026-10-24T23:30:00Z",
        "2026-10-25T02:30, 2026-10-25T00:30:00Z",
        "2026-10-25T03:30, 2026-10-25T02:30:00Z"
    })
    void aTimeWithoutAZoneIsOneInstantAlsoWhereTheClockSkipsOrRepeatsIt(
            LocalDateTime local, Instant at) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (Object value : new Object[] {local, Timestamp.valueOf(local)}) {
            var row = new SourceRow(Map.of("V", value), new ZonedColumns(Set.of()), berlin);
            assertThat(row.time("v")).isEqualTo(at);
        }
    }

    @Test
    void everyKindOfDayIsTheSameDay() {
        LocalDate day = LocalDate.parse("2026-11-01");
        assertThat(row(day).day("v")).isEqualTo(day);
        assertThat(row(Date.valueOf(day)).day("v")).isEqualTo(day);
        assertThat(row(Timestamp.valueOf(day.atStartOfDay())).day("v")).isEqualTo(day);
        assertThat(row(day.atStartOfDay()).day("v")).isEqualTo(day);
    }

    @Test
    void everyKindOfWholeNumberIsTheSame() {
        for (Object value : new Object[] {12, 12L, (short) 12, new BigDecimal("12.000"), "12"}) {
            assertThat(row(value).whole("v")).isEqualTo(12);
            assertThat(row(value).number("v")).isEqualTo(12);
        }
    }

    @Test
    void paddingIsNoPartOfATextAndWhatIsNotThereIsNull() {
        assertThat(row("M1      ").text("v")).isEqualTo("M1");
        SourceRow row = row("x");
        assertThat(row.text("other")).isNull();
        assertThat(row.whole("other")).isNull();
        assertThat(row.number("other")).isNull();
        assertThat(row.time("other")).isNull();
        assertThat(row.day("other")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "x", ""})
    void whatIsNoNumberIsAMistakeOfTheQuery(String value) {
        assertThatThrownBy(() -> row(value).number("v")).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> row(value).whole("v")).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> row(value).time("v")).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> row(new BigDecimal("1.5")).whole("v"))
                .isInstanceOf(CodedException.class);
    }

    private static SourceRow row(Object value) {
        return new SourceRow(Map.of("V", value), new ZonedColumns(Set.of()), ZONE);
    }
}
