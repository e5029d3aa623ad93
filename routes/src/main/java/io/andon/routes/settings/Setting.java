package io.andon.routes.settings;

import java.util.Optional;

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

    /** The value as it may be shown: a secret is only said to be set. */
    public Optional<String> shown() {
        return key.secret() ? text.map(_ -> "***") : text;
    }
}
