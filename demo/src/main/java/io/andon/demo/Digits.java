package io.andon.demo;

/** Numbers as the plant writes them in its ids. */
final class Digits {
    private Digits() {}

    /** Decimal, filled with zeros on the left; a longer number stays whole. */
    static String pad(long number, int width) {
        String digits = Long.toString(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }
}
