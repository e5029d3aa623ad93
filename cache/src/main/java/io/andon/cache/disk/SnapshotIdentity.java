package io.andon.cache.disk;

import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a saved version must be a version of.
 *
 * @param fingerprint 64 hexadecimal digits of everything that gives the rows their meaning: the
 *     house's columns of the table, the plant's query and its zone. What the plant's rules derive
 *     is not saved, so those rules are not in it.
 */
public record SnapshotIdentity(String plant, TableName table, String fingerprint) {
    static final int FINGERPRINT_BYTES = 32;

    public static SnapshotIdentity of(Plant plant, TablePlan plan) {
        String canon =
                CanonicalTables.of(plan.table()).map(Record::toString).orElse("no canonical table");
        String meaning = String.join("\n", canon, plant.zone().getId(), plan.sql());
        return new SnapshotIdentity(plant.id(), plan.table(), sha256(meaning));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
