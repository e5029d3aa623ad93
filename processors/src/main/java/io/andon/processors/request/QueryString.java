package io.andon.processors.request;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one query, by name in the order they came, every value kept. Errors are
 * INVALID_PARAMETER and name the parameter.
 */
final class QueryString {
    /** Enough for every filter of every page at once, few enough to bound a request's work. */
    private static final int VALUES_MAX = 1_000;

    private final Map<String, List<String>> values;

    private QueryString(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @param raw the query as it stood in the request line, or null when there was none
     * @param allowed the names that the operation knows
     */
    static QueryString parse(@Nullable String raw, Set<String> allowed) {
        var values = new LinkedHashMap<String, List<String>>();
        if (raw == null || raw.isEmpty()) return new QueryString(values);
        String[] pairs = raw.split("&", VALUES_MAX + 1);
        if (pairs.length > VALUES_MAX) {
            throw invalid("more than %d values in one query".formatted(VALUES_MAX));
        }
        for (String pair : pairs) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!allowed.contains(name)) throw invalid("unknown parameter '%s'".formatted(name));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return new QueryString(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) throw invalid("parameter '%s' is given more than once".formatted(name));
        return all.stream().findFirst();
    }

    int whole(String name, int fallback, int min, int max) {
        Optional<String> text = one(name);
        if (text.isEmpty()) return fallback;
        try {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException _) {
            // one message for both
        }
        throw invalid(
                "parameter '%s' must be a whole number from %d to %d".formatted(name, min, max));
    }

    boolean flag(String name) {
        return switch (one(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("parameter '%s' must be true or false".formatted(name));
        };
    }

    static CodedException invalid(String detail) {
        return new CodedException(DegradedCode.INVALID_PARAMETER, detail);
    }

    /** Percent-decoding of a path segment, in which {@code +} is a plus. */
    static String decodeSegment(String raw) {
        return decode(raw.replace("+", "%2B"));
    }

    private static String decode(String raw) {
        try {
            String latin1 = URLDecoder.decode(raw, StandardCharsets.ISO_8859_1);
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString();
            if (text.indexOf('\0') < 0) return text;
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // said below, without echoing bytes that are no text
        }
        throw invalid("a parameter is not percent-encoded UTF-8 text");
    }
}
