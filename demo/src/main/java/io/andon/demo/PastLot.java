package io.andon.demo;

import io.andon.demo.ProcessRoute.Leads;
import io.andon.demo.ProcessRoute.Spec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lot's way from its start to the step where its known trace begins. The same seed and lot give
 * the same way.
 *
 * @param upToSpec the number of the first step that is known, which is not drawn
 * @param upTo when the lot came to it
 * @param pieces what came to it
 */
record PastLot(
        long seq,
        String number,
        Leads leads,
        Instant started,
        int upToSpec,
        Instant upTo,
        long pieces) {
    static final int COLUMNS = 9;

    private static final long STREAM = 1L << 61;
    private static final double SCRAP = 0.2;
    private static final double TWO_MACHINES = 0.06;
    private static final double IN_PARTS = 0.12;
    private static final int PARTS_MAX = 3;

    /** Writes a row a track-out. */
    void write(BulkInsert history, long seed) throws SQLException {
        var draw = Draw.of(seed, STREAM + seq);
        List<Spec> steps =
                ProcessRoute.of(leads).stream().filter(spec -> spec.seq() < upToSpec).toList();
        double[] ends = ends(steps, draw);
        long[] out = piecesOut(steps.size(), draw);
        Instant from = started;
        for (int i = 0; i < steps.size(); i++) {
            Instant to = i == steps.size() - 1 ? upTo : between(started, upTo, ends[i]);
            long in = i == 0 ? out[0] : out[i - 1];
            writeStep(history, steps.get(i), new Stay(from, to, in, out[i]), draw);
            from = to;
        }
    }

    private record Stay(Instant from, Instant to, long in, long out) {}

    /** Where each step ends, as a share of the whole way: slow steps take longer. */
    private static double[] ends(List<Spec> steps, Draw draw) {
        var ends = new double[steps.size()];
        double sum = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += steps.get(i).weight() * (0.5 + draw.uniform());
            ends[i] = sum;
        }
        for (int i = 0; i < ends.length; i++) ends[i] /= sum;
        return ends;
    }

    /** Pieces after each step, from the last backwards: what a step scraps came to it. */
    private long[] piecesOut(int steps, Draw draw) {
        var out = new long[steps];
        long after = pieces;
        for (int i = steps - 1; i >= 0; i--) {
            out[i] = after;
            after += draw.chance(SCRAP) ? draw.below(20) : 0;
        }
        return out;
    }

    private void writeStep(BulkInsert history, Spec spec, Stay stay, Draw draw)
            throws SQLException {
        if (spec.family().isEmpty()) {
            row(history, spec, null, stay, null, null, stay.in(), stay.out());
            return;
        }
        var family = spec.family().get();
        int first = (int) draw.between(family.firstSeq(), family.lastSeq());
        Instant trackIn = between(stay.from(), stay.to(), 0.3 + 0.5 * draw.uniform());
        if (draw.chance(TWO_MACHINES) && first < family.lastSeq()) {
            Stay half = new Stay(stay.from(), stay.to(), stay.in() / 2, stay.out() / 2);
            Stay rest =
                    new Stay(
                            stay.from(), stay.to(), stay.in() - half.in(), stay.out() - half.out());
            writeParts(history, spec, first, half, trackIn, 1);
            writeParts(history, spec, first + 1, rest, trackIn, 1);
        } else {
            int parts = draw.chance(IN_PARTS) ? (int) draw.between(2, PARTS_MAX) : 1;
            writeParts(history, spec, first, stay, trackIn, parts);
        }
    }

    private void writeParts(
            BulkInsert history, Spec spec, int machine, Stay stay, Instant trackIn, int parts)
            throws SQLException {
        long left = stay.out();
        for (int part = 1; part <= parts; part++) {
            long out = part == parts ? left : stay.out() / parts;
            left -= out;
            Instant trackOut = between(trackIn, stay.to(), (double) part / parts);
            row(history, spec, machine, stay, trackIn, trackOut, stay.in(), out);
        }
    }

    private void row(
            BulkInsert history,
            Spec spec,
            @Nullable Integer machine,
            Stay stay,
            @Nullable Instant trackIn,
            @Nullable Instant trackOut,
            long in,
            long out)
            throws SQLException {
        history.row(
                number, spec.seq(), machine, stay.from(), trackIn, trackOut, stay.to(), in, out);
    }

    private static Instant between(Instant from, Instant to, double share) {
        return from.plusMillis((long) ((to.toEpochMilli() - from.toEpochMilli()) * share));
    }
}
