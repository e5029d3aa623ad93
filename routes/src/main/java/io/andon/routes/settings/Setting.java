package io.andon.routes.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting in force: its text (absent when unset; masked when secret) and where it came from.
 */
public record Setting(SettingKey key, Optional<String> text, Source source) {

    /** Where a value was found, the strongest last. */
    public enum Source {
        DEFAULT,
        PLANT,
        FILE,
        ENVIRONMENT,
        COMMAND_LINE
    }

    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&;]*");

    /** The value as it may be shown: a secret is only said to be set, also one inside a URL. */
    public Optional<String> shown() {
        return text.map(
                value -> key.secret() ? "***" : PASSWORD.matcher(value).replaceAll("$1***"));
    }
}
