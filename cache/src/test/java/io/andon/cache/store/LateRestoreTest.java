package io.andon.cache.store;

import static io.andon.cache.schema.TableName.LOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.ManualTime;
import io.andon.cache.oracle.Plants;
import io.andon.cache.store.TableState.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk so slow that the database was asked before it had answered. */
final class LateRestoreTest {
    private final ManualTime time = new ManualTime();
    private final SnapshotStore store = new SnapshotStore(Plants.of(LOTS), time);

    @Test
    void nothingThatIsSavedTakesThePlaceOfWhatWasRead() {
        IndexedSnapshot read = version(7);
        store.publish(read, time.now());
        store.restore(version(8), time.now());
        assertThat(store.find(LOTS)).isEqualTo(new Lookup.Fresh(read, time.now()));
        assertThat(store.state(LOTS).lastOutcome()).isEqualTo(Outcome.PUBLISHED);
    }

    @Test
    void aSavedVersionIsShownWithWhatTheDatabaseSaidMeanwhile() {
        Moment next = time.now();
        store.failed(LOTS, DegradedCode.DB_UNREACHABLE, time.now(), next);
        store.restore(version(8), time.now());
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Stale.class);
        assertThat(store.find(LOTS).codes()).containsExactly(DegradedCode.DB_UNREACHABLE);
        assertThat(store.state(LOTS).lastOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(store.state(LOTS).nextAttemptAt()).hasValue(next.wall());
    }

    private static IndexedSnapshot version(long version) {
        return Lots.indexed(List.of(LotRow.of("L", "W", "P", version)), version);
    }
}
