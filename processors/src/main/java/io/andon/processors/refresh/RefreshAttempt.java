package io.andon.processors.refresh;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.Moment;
import io.andon.processors.ExchangeKey;
import io.andon.processors.source.SourceSession;
import io.andon.processors.source.TableReader;
import java.time.Duration;

/** One run of a table's refresh: which table, when it began, the version it would publish. */
public record RefreshAttempt(TablePlan plan, Moment startedAt, long version) {
    static final ExchangeKey<RefreshAttempt> ATTEMPT =
            new ExchangeKey<>("andon.refresh.attempt", RefreshAttempt.class);
    static final ExchangeKey<SourceSession> SESSION =
            new ExchangeKey<>("andon.refresh.session", SourceSession.class);
    static final ExchangeKey<TableReader.Rows> ROWS =
            new ExchangeKey<>("andon.refresh.rows", TableReader.Rows.class);

    /** As it was read, before the plant's rules: what is saved. */
    static final ExchangeKey<TableSnapshot> READ =
            new ExchangeKey<>("andon.refresh.read", TableSnapshot.class);

    static final ExchangeKey<TableSnapshot> SNAPSHOT =
            new ExchangeKey<>("andon.refresh.snapshot", TableSnapshot.class);
    static final ExchangeKey<IndexedSnapshot> INDEXED =
            new ExchangeKey<>("andon.refresh.indexed", IndexedSnapshot.class);

    /** What the plant's probe said before the read. */
    static final ExchangeKey<String> PROBED =
            new ExchangeKey<>("andon.refresh.probed", String.class);

    /** The delay of one more attempt, which its failure asked for. */
    static final ExchangeKey<Duration> EXTRA =
            new ExchangeKey<>("andon.refresh.extra", Duration.class);

    /** How it ended: published, unchanged, superseded, or the name of a code. */
    static final ExchangeKey<String> OUTCOME =
            new ExchangeKey<>("andon.refresh.outcome", String.class);
}
