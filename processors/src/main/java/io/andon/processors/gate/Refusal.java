package io.andon.processors.gate;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads of a table that were refused one after another with the same code.
 *
 * @param rows the rows that the last of them read; empty when it was refused before its first row
 * @param versionBefore the version that stood and stays; empty before the first
 * @param rowsBefore that version's rows
 * @param firstAt when the first was refused
 * @param lastAt when the last was refused
 * @param times how many were refused
 * @param endedAt when a read was published again; empty while reads are refused
 * @param detail what looked wrong, for operators
 */
public record Refusal(
        TableName table,
        DegradedCode code,
        OptionalInt rows,
        OptionalLong versionBefore,
        OptionalInt rowsBefore,
        Instant firstAt,
        Instant lastAt,
        long times,
        Optional<Instant> endedAt,
        String detail) {

    /** Whether reads are refused now. */
    public boolean holds() {
        return endedAt.isEmpty();
    }

    Refusal again(OptionalInt nowRows, Instant at, String nowDetail) {
        return new Refusal(
                table,
                code,
                nowRows,
                versionBefore,
                rowsBefore,
                firstAt,
                at,
                times + 1,
                Optional.empty(),
                nowDetail);
    }

    Refusal ended(Instant at) {
        return new Refusal(
                table,
                code,
                rows,
                versionBefore,
                rowsBefore,
                firstAt,
                lastAt,
                times,
                Optional.of(endedAt.orElse(at)),
                detail);
    }
}
