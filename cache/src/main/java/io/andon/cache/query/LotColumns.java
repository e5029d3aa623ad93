package io.andon.cache.query;

import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.snapshot.LotDerivation;
import org.jspecify.annotations.Nullable;

/** The columns of one version of the lots that figures are made of. */
final class LotColumns {
    static final String WORKCENTER = "workcenter";
    static final String PACKAGE = "package";
    static final String HOLD_REASON = "hold_reason";
    static final String LOT_ID = "lot_id";

    final DictionaryColumn workcenters;
    final DictionaryColumn packages;
    final DictionaryColumn reasons;
    private final DictionaryColumn statuses;
    private final DictionaryColumn holdTypes;
    private final LotStatus[] statusOf;
    private final @Nullable HoldType[] holdTypeOf;
    private final @Nullable LongColumn qty;

    LotColumns(IndexedSnapshot lots) {
        workcenters = lots.coded(WORKCENTER);
        packages = lots.coded(PACKAGE);
        reasons = lots.coded(HOLD_REASON);
        statuses = lots.coded(LotDerivation.STATUS);
        holdTypes = lots.coded(LotDerivation.HOLD_TYPE);
        statusOf = new LotStatus[statuses.dictionary().size()];
        for (int code = 0; code < statusOf.length; code++)
            statusOf[code] = LotStatus.valueOf(statuses.dictionary().value(code));
        holdTypeOf = new HoldType[holdTypes.dictionary().size() + 1];
        for (HoldType type : HoldType.values()) {
            int code = holdTypes.dictionary().codeOf(type.id());
            if (code >= 0) holdTypeOf[code] = type;
        }
        qty = lots.snapshot().find("qty").orElse(null) instanceof LongColumn pieces ? pieces : null;
    }

    long qty(int row) {
        return qty == null ? 0 : qty.at(row);
    }

    LotStatus status(int row) {
        return statusOf(statuses.code(row));
    }

    /** The hold type of a row; null unless it is held. */
    @Nullable HoldType holdType(int row) {
        return holdTypeOf(holdTypes.code(row));
    }

    LotStatus statusOf(int code) {
        return statusOf[code];
    }

    @Nullable HoldType holdTypeOf(int code) {
        return holdTypeOf[code];
    }
}
