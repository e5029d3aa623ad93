package io.andon.cache.disk;

import io.andon.cache.Sha256;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.TableName;
import java.nio.charset.StandardCharsets;

/**
 * What a saved version must be a version of.
 *
 * @param fingerprint 64 hexadecimal digits of everything that gives the rows their meaning: the
 *     house's columns of the table, the plant's query and its zone. What the plant's rules derive
 *     is not saved, so those rules are not in it.
 */
public record SnapshotIdentity(String plant, TableName table, String fingerprint) {
    static final int FINGERPRINT_BYTES = Sha256.BYTES;

    public static SnapshotIdentity of(Plant plant, TablePlan plan) {
        String canon =
                CanonicalTables.of(plan.table()).map(Record::toString).orElse("no canonical table");
        String meaning = String.join("\n", canon, plant.zone().getId(), plan.sql());
        return new SnapshotIdentity(
                plant.id(), plan.table(), Sha256.hex(meaning.getBytes(StandardCharsets.UTF_8)));
    }
}
