package io.andon.cache.plant;

import io.andon.cache.schema.TableName;

/**
 * A question that is put to the source when somebody asks, never cached whole.
 *
 * @param sql with named parameters, {@code :?lotId}
 */
public record SourceQuery(TableName name, String sql) {}
