package io.andon.cache.oracle;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.query.Count;
import io.andon.cache.query.HoldPareto;
import io.andon.cache.query.LotFilter;
import io.andon.cache.query.Matrix;
import io.andon.cache.query.Sort;
import io.andon.cache.query.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers by looking at every lot. */
public final class NaiveLots {
    private static final Set<String> WILDCARDS = Set.of("lot_id", "workorder", "product");

    private final List<NaiveLot> lots;

    public NaiveLots(List<LotRow> rows) {
        lots = rows.stream().map(NaiveLot::new).toList();
    }

    public List<NaiveLot> matching(LotFilter filter) {
        return lots.stream().filter(lot -> matches(lot, filter)).toList();
    }

    private static boolean matches(NaiveLot lot, LotFilter filter) {
        if (lot.dummy() && !filter.includeDummy()) return false;
        for (var each : filter.values().entrySet()) {
            String text = lot.text(each.getKey());
            boolean any = false;
            for (Optional<String> value : each.getValue())
                any |= matches(text, value, WILDCARDS.contains(each.getKey()));
            if (!any) return false;
        }
        return true;
    }

    private static boolean matches(
            @Nullable String text, Optional<String> value, boolean wildcards) {
        if (value.isEmpty() || text == null) return value.isEmpty() && text == null;
        if (!wildcards) return text.equals(value.get());
        var regex = new StringBuilder();
        String rest = value.get();
        while (!rest.isEmpty()) {
            if (rest.startsWith("\\*")) {
                regex.append("\\*");
                rest = rest.substring(2);
            } else {
                String one = rest.substring(0, rest.offsetByCodePoints(0, 1));
                regex.append(one.equals("*") ? ".*" : Pattern.quote(one));
                rest = rest.substring(one.length());
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    private static Count count(List<NaiveLot> of) {
        return new Count(of.size(), of.stream().mapToLong(NaiveLot::qty).sum());
    }

    public Summary summary(LotFilter filter) {
        List<NaiveLot> found = matching(filter);
        Map<LotStatus, Count> byStatus = new LinkedHashMap<>();
        for (LotStatus status : LotStatus.values())
            byStatus.put(
                    status,
                    count(found.stream().filter(l -> l.status().equals(status.name())).toList()));
        Map<HoldType, Count> byType = new LinkedHashMap<>();
        for (HoldType type : HoldType.values())
            byType.put(
                    type,
                    count(found.stream().filter(l -> type.id().equals(l.holdType())).toList()));
        return new Summary(count(found).lots(), count(found).qty(), byStatus, byType);
    }

    private static Comparator<@Nullable String> names() {
        return comparing(
                name -> name == null ? null : new CodePoints(name), nullsLast(naturalOrder()));
    }

    private @Nullable Long order(@Nullable String workcenter) {
        return lots.stream()
                .filter(lot -> Objects.equals(lot.row().workcenter(), workcenter))
                .map(NaiveLot::order)
                .filter(Objects::nonNull)
                .min(naturalOrder())
                .orElse(null);
    }

    public Matrix matrix(LotFilter filter) {
        List<NaiveLot> found = matching(filter);
        List<Matrix.MatrixRow> rows = new ArrayList<>();
        List<Matrix.MatrixColumn> columns = new ArrayList<>();
        for (Optional<String> name : distinct(found, "workcenter")) {
            Count count = count(having(found, "workcenter", name.orElse(null)));
            rows.add(
                    new Matrix.MatrixRow(
                            name.orElse(null),
                            order(name.orElse(null)),
                            count.lots(),
                            count.qty()));
        }
        for (Optional<String> name : distinct(found, "package")) {
            Count count = count(having(found, "package", name.orElse(null)));
            columns.add(new Matrix.MatrixColumn(name.orElse(null), count.lots(), count.qty()));
        }
        rows.sort(
                comparing(Matrix.MatrixRow::order, nullsLast(naturalOrder()))
                        .thenComparing(Matrix.MatrixRow::workcenter, names()));
        columns.sort(
                Comparator.comparingLong((Matrix.MatrixColumn column) -> -column.qty())
                        .thenComparing(Matrix.MatrixColumn::pkg, names()));
        List<Matrix.Cell> cells = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++)
            for (int column = 0; column < columns.size(); column++) {
                List<NaiveLot> in =
                        having(
                                having(found, "workcenter", rows.get(row).workcenter()),
                                "package",
                                columns.get(column).pkg());
                long held = count(in.stream().filter(NaiveLot::held).toList()).qty();
                if (!in.isEmpty())
                    cells.add(new Matrix.Cell(row, column, in.size(), count(in).qty(), held));
            }
        return new Matrix(rows, columns, cells, count(found));
    }

    private static List<Optional<String>> distinct(List<NaiveLot> of, String column) {
        return of.stream().map(lot -> Optional.ofNullable(lot.text(column))).distinct().toList();
    }

    private static List<NaiveLot> having(List<NaiveLot> of, String column, @Nullable String value) {
        return of.stream().filter(lot -> Objects.equals(lot.text(column), value)).toList();
    }

    public HoldPareto holdPareto(LotFilter filter) {
        List<NaiveLot> held = matching(filter).stream().filter(NaiveLot::held).toList();
        List<HoldPareto.HoldReason> reasons = new ArrayList<>();
        for (Optional<String> reason : distinct(held, "hold_reason")) {
            List<NaiveLot> of = having(held, "hold_reason", reason.orElse(null));
            HoldType type =
                    "quality".equals(of.getFirst().holdType())
                            ? HoldType.QUALITY
                            : HoldType.NON_QUALITY;
            reasons.add(
                    new HoldPareto.HoldReason(
                            reason.orElse(null), type, of.size(), count(of).qty(), 0));
        }
        reasons.sort(
                Comparator.comparingLong((HoldPareto.HoldReason each) -> -each.lots())
                        .thenComparingLong(each -> -each.qty())
                        .thenComparing(HoldPareto.HoldReason::reason, names()));
        long so = 0;
        for (int i = 0; i < reasons.size(); i++) {
            HoldPareto.HoldReason each = reasons.get(i);
            so += each.lots();
            reasons.set(
                    i,
                    new HoldPareto.HoldReason(
                            each.reason(),
                            each.holdType(),
                            each.lots(),
                            each.qty(),
                            (double) so / held.size()));
        }
        return new HoldPareto(reasons, count(held));
    }

    /** The ids of all matching lots in order. */
    public List<String> sorted(LotFilter filter, Sort sort) {
        List<NaiveLot> found = new ArrayList<>(matching(filter));
        found.sort((a, b) -> compare(a, b, sort));
        return found.stream().map(NaiveLot::id).toList();
    }

    private static int compare(NaiveLot a, NaiveLot b, Sort sort) {
        for (Sort.Key key : sort.keys()) {
            int by = compare(a.sortable(key.column()), b.sortable(key.column()), key.descending());
            if (by != 0) return by;
        }
        return new CodePoints(a.id()).compareTo(new CodePoints(b.id()));
    }

    @SuppressWarnings("unchecked") // both come from the same column
    private static int compare(
            @Nullable Comparable<?> a, @Nullable Comparable<?> b, boolean descending) {
        if (a == null || b == null) return Boolean.compare(a == null, b == null);
        int by = ((Comparable<Object>) a).compareTo(b);
        return descending ? -by : by;
    }
}
