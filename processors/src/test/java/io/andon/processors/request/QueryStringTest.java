package io.andon.processors.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryStringTest {
    private static final Set<String> KNOWN = Set.of("a", "b", "größe");

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTextComesThroughAsItWasEncoded(int seed) {
        var random = new Random(seed);
        String text =
                random.ints(40, 1, 0x3000)
                        .filter(c -> c < 0xD800)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .append(Character.toString(0x1F3ED))
                        .toString();
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertThat(parse("a=" + encoded).all("a")).containsExactly(text);
        assertThat(QueryString.decodeSegment(encoded.replace("+", "%20"))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a=x          | x
                    a=x+y        | x y
                    a=x%2By      | x+y
                    a=x,y        | x,y
                    a=x=y        | x=y
                    a=%26        | &
                    %61=x        | x
                    &a=x&&       | x
                    a=/?         | /?
                    """)
    void oneValueIsDecodedOnce(String raw, String value) {
        assertThat(parse(raw).all("a")).containsExactly(value);
    }

    @Test
    void everyValueOfAParameterIsKeptInItsOrder() {
        QueryString query = parse("a=2&b=x&a=1&a=&a");
        assertThat(query.all("a")).containsExactly("2", "1", "", "");
        assertThat(query.all("b")).containsExactly("x");
        assertThat(query.all("größe")).isEmpty();
    }

    @Test
    void noQueryIsNoParameters() {
        assertThat(QueryString.parse(null, KNOWN).all("a")).isEmpty();
        assertThat(parse("").all("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c=1", "A=1", "=1", "a%00=1", "gr%C3%B6%C3%9Fen=1", "a%20=1"})
    void anUnknownNameIsRefused(String raw) {
        assertInvalid(() -> parse(raw));
    }

    @Test
    void theRefusalNamesTheParameter() {
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> parse("nope=1"))
                .withMessage("unknown parameter 'nope'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%f", "a=%zz", "a=%FF", "a=%C3%28", "a=%ED%A0%80", "a=%00"})
    void whatIsNoTextIsRefused(String raw) {
        assertInvalid(() -> parse(raw));
        assertInvalid(() -> QueryString.decodeSegment(raw.substring(2)));
    }

    @Test
    void aQueryHasAThousandValuesAtMost() {
        assertThat(parse("a=1&".repeat(999) + "a=1").all("a")).hasSize(1_000);
        assertInvalid(() -> parse("a=1&".repeat(1_000) + "a=1"));
    }

    @Test
    void oneValueMayComeOnce() {
        assertThat(parse("a=x").one("a")).hasValue("x");
        assertThat(parse("b=x").one("a")).isEmpty();
        assertInvalid(() -> parse("a=x&a=x").one("a"));
    }

    @Test
    void aWholeNumberStaysWithinItsLimits() {
        assertThat(parse("").whole("a", 7, 1, 9)).isEqualTo(7);
        assertThat(parse("a=9").whole("a", 7, 1, 9)).isEqualTo(9);
        for (String bad : List.of("0", "10", "", "x", "1.0", "1e1", "99999999999", "%201")) {
            assertInvalid(() -> parse("a=" + bad).whole("a", 7, 1, 9));
        }
    }

    @Test
    void aFlagIsTrueOrFalse() {
        assertThat(parse("").flag("a")).isFalse();
        assertThat(parse("a=false").flag("a")).isFalse();
        assertThat(parse("a=true").flag("a")).isTrue();
        for (String bad : List.of("", "TRUE", "1", "yes")) {
            assertInvalid(() -> parse("a=" + bad).flag("a"));
        }
    }

    private static QueryString parse(String raw) {
        return QueryString.parse(raw, KNOWN);
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(call)
                .extracting(CodedException::code)
                .isEqualTo(DegradedCode.INVALID_PARAMETER);
    }
}
