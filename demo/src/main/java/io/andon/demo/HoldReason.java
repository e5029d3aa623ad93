package io.andon.demo;

import java.util.List;

/** Why a lot is held, and which department holds it. The list is in order of frequency. */
record HoldReason(String text, boolean quality, String department) {
    static final List<HoldReason> ALL =
            DataFile.rows("hold-reasons.txt").stream()
                    .map(row ->
                            new HoldReason(row.get(0), row.get(1).equals("quality"), row.get(2)))
                    .toList();

    private static final Weights PARETO = Weights.zipf(ALL.size(), 1.0);

    static HoldReason draw(Draw draw) {
        return ALL.get(PARETO.pick(draw));
    }
}
