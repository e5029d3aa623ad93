package io.andon.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class CausesTest {
    @Test
    void everyMessageIsSaidOnceOnOneLine() {
        var root = new IllegalStateException("refused\n\tby nobody");
        var middle = new SQLException("refused by nobody", root);
        assertThat(Causes.of(new SQLException("no connection", middle)))
                .isEqualTo("no connection <- refused by nobody");
    }

    @Test
    void aFailureWithoutAMessageIsItsName() {
        assertThat(Causes.of(new IllegalStateException()))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aChainThatLeadsBackToItselfEnds() {
        var one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(Causes.of(one)).isEqualTo("one <- two");
    }
}
