package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Moment;
import java.util.Optional;

/**
 * An answer from the source that is kept.
 *
 * @param readAt when its read began
 * @param failure why it could not be renewed since, if so
 */
public record KeptAnswer(SourceRows rows, Moment readAt, Optional<Degradation> failure) {
    /** The same answer after an attempt to renew it has failed; the same code keeps its time. */
    KeptAnswer failed(DegradedCode code, TableName table, Moment now) {
        if (failure.filter(before -> before.code() == code).isPresent()) return this;
        return new KeptAnswer(rows, readAt, Optional.of(new Degradation(code, table, now.wall())));
    }
}
