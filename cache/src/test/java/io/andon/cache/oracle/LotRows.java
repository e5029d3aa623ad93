package io.andon.cache.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lots from a seed, with everything that breaks naive code: nulls, twins by case, odd ids. */
public final class LotRows {
    public static final long AS_OF_MILLIS = 1_700_000_000_000L;

    private static final List<String> ID_HEADS =
            List.of(
                    "A",
                    "a",
                    "00",
                    "DefMEt_FE_",
                    "DefMet_",
                    "é",
                    "晶圓",
                    "😀",
                    "\uFFFD",
                    "DUMMY-",
                    "x*");
    private static final List<String> WORKCENTERS =
            List.of("DICING", "DIE BOND", "WIRE BOND", "wire bond", "ÆTCH", "Z/9, \"q\"", "測試");
    private static final List<String> REASONS =
            List.of("Engineering split", "engineering split", "客戶要求", "SPC", "Scratch, edge");

    private final SplittableRandom random;
    private final double nulls;

    private LotRows(long seed) {
        random = new SplittableRandom(seed);
        nulls = new double[] {0, 0.05, 0.3, 1}[(int) Math.floorMod(seed, 4L)];
    }

    /** Between 0 and 400 rows with distinct keys; every fourth seed has nothing but nulls. */
    public static List<LotRow> seeded(long seed) {
        int count = seed == 0 ? 0 : seed == 1 ? 1 : new SplittableRandom(~seed).nextInt(400);
        return seeded(seed, count);
    }

    public static List<LotRow> seeded(long seed, int count) {
        var rows = new LotRows(seed);
        List<LotRow> lots = new ArrayList<>();
        for (int i = 0; i < count; i++) lots.add(rows.lot(i));
        return lots;
    }

    private LotRow lot(int i) {
        String padding = " ".repeat(random.nextInt(3));
        String long16 = random.nextInt(5) == 0 ? "-beyond-sixteen-bytes-" : "";
        return new LotRow(
                padding + pick(ID_HEADS) + long16 + i + padding,
                orNull(() -> "WO-" + random.nextInt(60) + (random.nextBoolean() ? "*" : "")),
                orNull(() -> (long) random.nextInt(0, 500)),
                orNull(() -> pick(WORKCENTERS)),
                orNull(() -> (long) random.nextInt(-2, 12)),
                orNull(() -> "QFN-" + random.nextInt(12)),
                orNull(() -> "P" + random.nextInt(30) + (random.nextInt(9) == 0 ? "\\*x" : "")),
                orNull(() -> (long) random.nextInt(2)),
                orNull(() -> (long) random.nextInt(3)),
                orNull(() -> pick(REASONS)),
                orNull(() -> AS_OF_MILLIS - random.nextLong(-86_400_000L, 12 * 86_400_000L)),
                orNull(() -> random.nextBoolean() ? null : random.nextInt(-3, 20) / 2.0),
                orNull(() -> "C" + random.nextInt(4)),
                orNull(random::nextBoolean));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> @Nullable T orNull(Supplier<@Nullable T> value) {
        T made = value.get();
        return random.nextDouble() < nulls ? null : made;
    }
}
