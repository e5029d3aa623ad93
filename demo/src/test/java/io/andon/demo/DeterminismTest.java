package io.andon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeterminismTest {
    private static final int LOTS = 1_500;
    private static final int STEPS = 60;

    @Test
    void theSameSeedGivesTheSameRowsAndTheSameLife() throws SQLException {
        try (var one = new MemoryPlant(LOTS, 7);
                var other = new MemoryPlant(LOTS, 7)) {
            Map<String, Integer> generated = one.checksums();
            assertThat(other.checksums()).isEqualTo(generated);

            one.step(STEPS);
            other.step(STEPS);

            assertThat(other.checksums()).isEqualTo(one.checksums()).isNotEqualTo(generated);
        }
    }

    @Test
    void anotherSeedGivesAnotherPlantOfTheSameKind() throws SQLException {
        try (var one = new MemoryPlant(LOTS, 7);
                var other = new MemoryPlant(LOTS, 8)) {
            var sums = one.checksums();
            var others = other.checksums();

            assertThat(others.get("MES_SPEC")).isEqualTo(sums.get("MES_SPEC"));
            for (String table :
                    new String[] {
                        "MES_LOT", "MES_PRODUCT", "MES_EQUIPMENT_STATUS", "MES_TRACK_IN"
                    }) {
                assertThat(others.get(table)).as(table).isNotEqualTo(sums.get(table));
            }
        }
    }
}
