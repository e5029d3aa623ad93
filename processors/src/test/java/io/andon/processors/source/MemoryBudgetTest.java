package io.andon.processors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.processors.CodedException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Tables share what may be used: a byte that is read counts three times until its read has ended.
 */
final class MemoryBudgetTest {
    private final AtomicLong inUse = new AtomicLong();
    private final MemoryBudget memory = new MemoryBudget(1_000, inUse::get);

    @Test
    void aReadFitsOnlyBesideWhatIsInUseAndWhatOthersRead() {
        memory.holds(TableName.LOTS, 200, 10);
        memory.holds(TableName.RESOURCES, 133, 10);
        inUse.set(2);
        assertThatThrownBy(() -> memory.holds(TableName.RESOURCES, 133, 11))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_TOO_LARGE);
                            assertThat(refused.rows()).hasValue(11);
                        });
    }

    @Test
    void aReadThatWasRefusedOrHasEndedHoldsNothing() {
        assertThatThrownBy(() -> memory.holds(TableName.LOTS, 334, 1))
                .isInstanceOf(CodedException.class);
        assertThat(memory.bytesWanted()).isZero();
        memory.holds(TableName.LOTS, 300, 1);
        memory.ended(TableName.LOTS);
        assertThatCode(() -> memory.holds(TableName.RESOURCES, 333, 1)).doesNotThrowAnyException();
    }

    @Test
    void aSavedVersionMayTakeAsMuchAsARead() {
        inUse.set(100);
        assertThat(memory.columnBytesMax()).isEqualTo(300);
        inUse.set(2_000);
        assertThat(memory.columnBytesMax()).isZero();
    }
}
