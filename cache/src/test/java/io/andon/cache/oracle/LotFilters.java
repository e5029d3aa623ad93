package io.andon.cache.oracle;

import io.andon.cache.query.LotFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Filters from a seed, mostly of values that occur. */
public final class LotFilters {
    private static final List<String> COLUMNS =
            List.of(
                    "workcenter",
                    "package",
                    "status",
                    "hold_type",
                    "hold_reason",
                    "product",
                    "lot_id",
                    "workorder",
                    "customer",
                    "is_hot",
                    "qty",
                    "moved_in_at",
                    "no_such_column");

    private LotFilters() {}

    public static LotFilter seeded(SplittableRandom random, List<LotRow> rows) {
        Map<String, List<Optional<String>>> values = new HashMap<>();
        int reach = random.nextBoolean() ? 5 : COLUMNS.size();
        for (int i = random.nextInt(4); i > 0; i--) {
            String column = COLUMNS.get(random.nextInt(reach));
            List<Optional<String>> wanted = new ArrayList<>();
            for (int k = random.nextInt(1, 4); k > 0; k--) wanted.add(value(random, rows, column));
            values.put(column, wanted);
        }
        return new LotFilter(values, random.nextInt(3) == 0);
    }

    private static Optional<String> value(
            SplittableRandom random, List<LotRow> rows, String column) {
        if (rows.isEmpty() || random.nextInt(8) == 0) return Optional.of("absent");
        String text = new NaiveLot(rows.get(random.nextInt(rows.size()))).text(column);
        if (text == null || random.nextInt(2) == 0) return Optional.ofNullable(text);
        int cut = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        return Optional.of(
                switch (random.nextInt(5)) {
                    case 0 -> text.substring(0, cut) + "*";
                    case 1 -> "*" + text.substring(cut);
                    case 2 -> text.substring(0, cut) + "*" + text.substring(cut);
                    case 3 -> "*" + text.substring(cut) + "*";
                    default -> text.replace("*", "\\*");
                });
    }
}
