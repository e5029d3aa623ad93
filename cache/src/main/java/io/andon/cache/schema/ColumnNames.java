package io.andon.cache.schema;

import java.util.Locale;

/** The two spellings of a column: {@code hold_reason} in SQL, {@code holdReason} in JSON. */
public final class ColumnNames {
    private ColumnNames() {}

    public static String camel(String snake) {
        var camel = new StringBuilder(snake.length());
        boolean upper = false;
        for (int i = 0; i < snake.length(); i++) {
            char c = snake.charAt(i);
            if (c == '_' && i + 1 < snake.length() && isLetter(snake.charAt(i + 1))) upper = true;
            else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    public static String snake(String camel) {
        var snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (c >= 'A' && c <= 'Z') snake.append('_');
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
