package io.andon.processors;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure says, for a log that has one line for a known trouble and no stack. */
public final class Causes {
    private static final int LINKS_MAX = 16;

    private Causes() {}

    /** Every message in the chain once, outermost first, on one line. */
    public static String of(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        @Nullable Throwable link = failure;
        for (int i = 0; i < LINKS_MAX && link != null; i++) {
            String message = Optional.ofNullable(link.getMessage()).orElse(link.toString());
            said.add(message.replaceAll("\\s+", " ").strip());
            link = link.getCause();
        }
        return String.join(" <- ", said);
    }
}
