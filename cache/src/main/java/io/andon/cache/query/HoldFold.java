package io.andon.cache.query;

import io.andon.cache.column.Dictionary;
import io.andon.cache.plant.HoldType;
import io.andon.cache.query.HoldPareto.HoldReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up held lots by reason. A reason has one hold type, since the type follows from it. */
final class HoldFold {
    private final Dictionary reasons;
    private final CodeTotals totals;
    private final HoldType[] types;

    HoldFold(Dictionary reasons) {
        this.reasons = reasons;
        totals = new CodeTotals(reasons.size() + 1);
        types = new HoldType[reasons.size() + 1];
    }

    /** Takes lots of one reason; those without a hold type are not held and do not count. */
    void add(int reason, @Nullable HoldType type, long lots, long qty) {
        if (type == null) return;
        totals.add(reason, lots, qty);
        types[reason] = type;
    }

    HoldPareto toPareto() {
        int[] nameRanks = Names.ranks(reasons);
        List<Integer> codes = totals.present();
        codes.sort(
                Comparator.comparingLong((Integer code) -> totals.lots(code))
                        .thenComparingLong(code -> totals.qty(code))
                        .reversed()
                        .thenComparingInt(code -> nameRanks[code]));
        Count total = Count.NONE;
        for (int code : codes) total = total.plus(totals.count(code));
        List<HoldReason> pareto = new ArrayList<>();
        long lots = 0;
        for (int code : codes) {
            lots += totals.lots(code);
            pareto.add(
                    new HoldReason(
                            Names.of(reasons, code),
                            types[code],
                            totals.lots(code),
                            totals.qty(code),
                            Metrics.share(lots, total.lots())));
        }
        return new HoldPareto(List.copyOf(pareto), total);
    }
}
