package io.andon.routes.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares and sizes as people write them: {@code 50%}, {@code 512m}, {@code 2g}. */
final class Amounts {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})([kmg])", Pattern.CASE_INSENSITIVE);

    private static final long KILO = 1_024;
    private static final long FILE_MIN = 64 * KILO;
    private static final long FILE_MAX = KILO * KILO * KILO;

    private Amounts() {}

    /**
     * The share that the text says, above 0 and at most 1.
     *
     * @throws IllegalArgumentException if the text is not a percentage in that range
     */
    static double share(String text) {
        Matcher form = SHARE.matcher(text);
        double share = form.matches() ? Double.parseDouble(form.group(1)) / 100 : 0;
        if (share > 0 && share <= 1) return share;
        throw new IllegalArgumentException("expected a share above 0% up to 100%");
    }

    /**
     * Bytes: a size of its own, or a share of the heap.
     *
     * @throws IllegalArgumentException if the text is neither, or more than the heap
     */
    static long memory(String text, long heap) {
        if (text.endsWith("%")) return (long) (share(text) * (double) heap);
        Matcher form = SIZE.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected a share of the heap as in 70%, or a size as in 512m");
        }
        long unit = unit(form);
        long amount = Long.parseLong(form.group(1));
        if (amount < 1 || amount > heap / unit) {
            throw new IllegalArgumentException(
                    "must be from 1 byte to the heap's own %dm".formatted(heap / KILO / KILO));
        }
        return amount * unit;
    }

    /**
     * Bytes of a file, from 64k to 1g.
     *
     * @throws IllegalArgumentException if the text is no size in that range
     */
    static long file(String text) {
        Matcher form = SIZE.matcher(text);
        if (form.matches()) {
            long unit = unit(form);
            long amount = Long.parseLong(form.group(1));
            if (amount <= FILE_MAX / unit && amount * unit >= FILE_MIN) return amount * unit;
        }
        throw new IllegalArgumentException("expected a size from 64k to 1g");
    }

    private static long unit(Matcher form) {
        return switch (form.group(2)) {
            case "k", "K" -> KILO;
            case "m", "M" -> KILO * KILO;
            default -> KILO * KILO * KILO;
        };
    }
}
