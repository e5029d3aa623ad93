package io.andon.cache.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WildcardTest {
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "a*, abc, true",
        "*c, abc, true",
        "*b*, abc, true",
        "a*c, ac, true",
        "a*a, a, false",
        "*ab*ab*, xabyab, true",
        "*ab*ab*, xab, false",
        "a*bc*bc, abcbc, true",
        "a*bc*bc, abc, false",
        "*, anything, true",
        "**, '', true",
        "\\*, *, true",
        "\\*, x, false",
        "a\\**, a*b, true",
        "a\\**, axb, false",
        "a\\b, a\\b, true",
        "A*, abc, false",
    })
    void aStarStandsForAnyText(String pattern, String text, boolean matches) {
        assertThat(Wildcard.parse(pattern).matches(text)).isEqualTo(matches);
    }
}
