package io.andon.routes.log;

import io.andon.processors.compose.Encode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a line is written. */
public enum LogForm {
    /** For people and the system's journal. */
    TEXT {
        @Override
        String write(LogLine line) {
            return line.text() + "\n";
        }
    },
    /** One object a line, for programs: the fields of {@code /admin/api/logs}. */
    JSON {
        @Override
        String write(LogLine line) {
            byte[] bytes =
                    Encode.bytes(json -> {
                        json.writeStartObject();
                        line.write(json);
                        json.writeEndObject();
                    });
            return new String(bytes, StandardCharsets.UTF_8) + "\n";
        }
    };

    abstract String write(LogLine line);

    /** The form of that name in lower case. */
    public static LogForm named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
