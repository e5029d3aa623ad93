package io.andon.routes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderGateTest {
    private final HeaderGate gate = new HeaderGate();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lotId",
                "CamelHttpUri",
                "breadcrumbId",
                "Authorization",
                "Cookie",
                "Age",
                "operationName",
                "Long-Running-Action",
                "Andon-Attempt"
            })
    void noHeaderOfARequestEnters(String name) {
        assertThat(gate.applyFilterToExternalHeaders(name, "x", exchange)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Age", "Cache-Control", "Retry-After", "RETRY-AFTER"})
    void whatAnAnswerSaysOfItselfLeaves(String name) {
        assertThat(gate.applyFilterToCamelHeaders(name, "x", exchange)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpPath", "breadcrumbId", "lotId", "Set-Cookie", "X-Any"})
    void nothingElseLeaves(String name) {
        assertThat(gate.applyFilterToCamelHeaders(name, "x", exchange)).isTrue();
    }
}
