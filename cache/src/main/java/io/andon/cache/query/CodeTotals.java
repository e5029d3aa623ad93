package io.andon.cache.query;

import io.andon.cache.column.Dictionary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lots and pieces by code. */
final class CodeTotals {
    private final long[] lots;
    private final long[] qty;

    CodeTotals(int codes) {
        lots = new long[codes];
        qty = new long[codes];
    }

    void add(int code, long lotCount, long pieces) {
        lots[code] += lotCount;
        qty[code] += pieces;
    }

    long lots(int code) {
        return lots[code];
    }

    long qty(int code) {
        return qty[code];
    }

    Count count(int code) {
        return new Count(lots[code], qty[code]);
    }

    /** The codes with any lots, ascending. */
    List<Integer> present() {
        List<Integer> present = new ArrayList<>();
        for (int code = 0; code < lots.length; code++) if (lots[code] > 0) present.add(code);
        return present;
    }

    /** The values with any lots, by name, null last. */
    List<Option> options(Dictionary dictionary) {
        int[] ranks = Names.ranks(dictionary);
        return present().stream()
                .sorted(Comparator.comparingInt(code -> ranks[code]))
                .map(code -> new Option(Names.of(dictionary, code), lots[code]))
                .toList();
    }
}
