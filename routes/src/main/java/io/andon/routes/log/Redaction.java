package io.andon.routes.log;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of text: the values that are known to be secret, and whatever stands where a
 * password or a token does in URLs, headers and settings.
 */
public final class Redaction {
    private static final String MASK = "***";

    /** One that short is no secret, and would mask half of every line. */
    private static final int SECRET_CHARACTERS_MIN = 4;

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|secret|token)\"?\\s*[=:]\\s*[\"']?)"
                            + "[^\\s\"'&;,)}]+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[!-~]+");
    private static final Pattern USER_INFO = Pattern.compile("(//[^\\s/:@]+:)[^\\s/@]+@");

    private final Pattern known;

    public Redaction(List<String> secrets) {
        String alternatives =
                secrets.stream()
                        .filter(secret -> secret.length() >= SECRET_CHARACTERS_MIN)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        // a pattern that matches nowhere when there is no secret
        known = Pattern.compile(alternatives.isEmpty() ? "(?!)" : alternatives);
    }

    public String apply(String text) {
        String masked = known.matcher(text).replaceAll(MASK);
        masked = NAMED.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = BEARER.matcher(masked).replaceAll("$1" + MASK);
        return USER_INFO.matcher(masked).replaceAll("$1" + MASK + "@");
    }
}
