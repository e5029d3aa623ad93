package io.andon.demo;

import io.andon.demo.Catalog.WorkOrder;
import io.andon.demo.ProcessRoute.Spec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One lot as it is first written; {@code machines} are those it is tracked in on. */
record Lot(
        long seq,
        String number,
        WorkOrder order,
        int pieces,
        Spec spec,
        List<String> machines,
        Optional<Hold> hold,
        Instant started,
        Instant movedIn,
        Flaws flaws) {

    record Hold(@Nullable String reason, String by, String department, String note, Instant since) {
        static Hold draw(Instant since, Draw draw) {
            var why = HoldReason.draw(draw);
            boolean unnamed = draw.chance(0.004);
            return new Hold(
                    unnamed ? null : why.text(),
                    "E" + Digits.pad(draw.between(1, 900), 5),
                    why.department(),
                    draw.pick(NOTES),
                    since);
        }
    }

    /** What nobody entered, as in every real plant. */
    record Flaws(boolean noPackage, boolean noOrder, boolean noMoveIn, boolean noEquipmentCount) {
        static final Flaws NONE = new Flaws(false, false, false, false);

        static Flaws draw(Draw draw) {
            if (!draw.chance(0.003)) return NONE;
            int which = draw.below(4);
            return new Flaws(which == 0, which == 1, which == 2, which == 3);
        }
    }

    private static final List<String> NOTES =
            List.of(
                    "wait for disposition",
                    "sample sent to lab, result tomorrow",
                    "see 8D report",
                    "customer informed",
                    "recheck 100 %",
                    "split lot under study / line 2");

    private static final int COLUMNS = 30;

    static BulkInsert insert(Connection connection) throws SQLException {
        return new BulkInsert(connection, "MES_LOT", COLUMNS);
    }

    void write(BulkInsert lots, Instant changed, Draw draw) throws SQLException {
        var product = order.product();
        boolean packaged = !flaws.noPackage;
        lots.row(
                seq,
                number,
                order.number(),
                pieces,
                order.wafers(),
                spec.workcenter().name(),
                flaws.noOrder ? null : spec.workcenter().order(),
                spec.station(),
                spec.name(),
                spec.seq(),
                packaged ? product.packageType().name() : null,
                packaged ? product.name() : null,
                product.type(),
                product.customer(),
                product.bop(),
                priority(draw),
                order.waferLot(),
                dateCode(),
                flaws.noEquipmentCount && machines.isEmpty() ? null : machines.size(),
                machines.isEmpty() ? null : String.join(", ", machines),
                hold.isPresent() ? 1 : 0,
                hold.map(Hold::reason).orElse(null),
                hold.map(Hold::by).orElse(null),
                hold.map(Hold::department).orElse(null),
                hold.map(Hold::note).orElse(null),
                hold.map(Hold::since).orElse(null),
                flaws.noMoveIn ? null : movedIn,
                started,
                draw.chance(0.01) ? null : started.plus(Duration.ofDays(draw.between(18, 45))),
                changed);
    }

    private static String priority(Draw draw) {
        double at = draw.uniform();
        return at < 0.85 ? "Normal" : at < 0.95 ? "Hot" : at < 0.98 ? "Super hot" : "Engineering";
    }

    /** Year and week of the start, as marked on the package. */
    private String dateCode() {
        long days = started.getEpochSecond() / Duration.ofDays(1).toSeconds();
        return "W" + days / 7 % 1000;
    }
}
