package io.andon.cache.store;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import java.time.Instant;

/** Why a table is less than fresh, and since when that holds. */
public record Degradation(DegradedCode code, TableName table, Instant since) {}
