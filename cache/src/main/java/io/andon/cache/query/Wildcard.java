package io.andon.cache.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern in which {@code *} stands for any text and {@code \*} for itself.
 *
 * @param parts the exact texts between the stars; one part means no star
 */
record Wildcard(List<String> parts) {
    static Wildcard parse(String pattern) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                part.append('*');
                i++;
            } else if (c == '*') {
                parts.add(part.toString());
                part.setLength(0);
            } else part.append(c);
        }
        parts.add(part.toString());
        return new Wildcard(List.copyOf(parts));
    }

    /** The text, if there is no star. */
    Optional<String> exact() {
        return parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty();
    }

    /** What matching text begins with, if that is all that is asked. */
    Optional<String> prefix() {
        return parts.size() == 2 && parts.getLast().isEmpty()
                ? Optional.of(parts.getFirst())
                : Optional.empty();
    }

    /** Takes every part at its first place: O(text × parts), whatever the pattern. */
    boolean matches(String text) {
        if (parts.size() == 1) return text.equals(parts.getFirst());
        String last = parts.getLast();
        if (!text.startsWith(parts.getFirst()) || !text.endsWith(last)) return false;
        int at = parts.getFirst().length();
        int end = text.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > end) return false;
            at = found + part.length();
        }
        return at <= end;
    }
}
