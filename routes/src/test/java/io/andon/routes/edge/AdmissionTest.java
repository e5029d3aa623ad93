package io.andon.routes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private final Admission admission = new Admission(2);

    @Test
    void whatComesBeyondTheLimitIsRefusedUntilAPlaceIsFree() {
        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
        assertThat(admission.inside()).isEqualTo(2);
        assertThat(admission.refused()).isEqualTo(1);
        admission.leave();
        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
        assertThat(admission.refused()).isEqualTo(2);
    }

    @Test
    void whoIsRefusedComesBackSpreadOverEightSeconds() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) seen.add(Admission.retryAfterSeconds());
        assertThat(seen).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }
}
