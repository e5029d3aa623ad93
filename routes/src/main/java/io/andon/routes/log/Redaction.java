package io.andon.routes.log;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of text: the values that are known to be secret, and whatever stands where a
 * password or a token does in URLs, headers and settings.
 */
public final class Redaction {
    private static final String MASK = "***";
    private static final String NOWHERE = "(?!)";

    /** One that short is no secret, and would mask half of every line. */
    private static final int SECRET_CHARACTERS_MIN = 4;

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|secret|token)\"?\\s*[=:]\\s*[\"']?)"
                            + "[^\\s\"'&;,)}]+");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[!-~]+");
    private static final Pattern USER_INFO = Pattern.compile("(//[^\\s/:@]+:)[^\\s/@]+@");

    private final Set<String> secrets = new HashSet<>();
    private volatile Pattern known = Pattern.compile(NOWHERE);

    public Redaction(List<String> secrets) {
        add(secrets);
    }

    /** From now on these are masked too; what was a secret stays one. */
    public synchronized void add(List<String> further) {
        secrets.addAll(further);
        String alternatives =
                secrets.stream()
                        .filter(secret -> secret.length() >= SECRET_CHARACTERS_MIN)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        known = Pattern.compile(alternatives.isEmpty() ? NOWHERE : alternatives);
    }

    public String apply(String text) {
        String masked = known.matcher(text).replaceAll(MASK);
        masked = NAMED.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = BEARER.matcher(masked).replaceAll("$1" + MASK);
        return USER_INFO.matcher(masked).replaceAll("$1" + MASK + "@");
    }
}
