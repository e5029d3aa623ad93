package io.andon.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of words under each other, each column as wide as its widest word. */
final class TextColumns {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextColumns(String... head) {
        row(head);
    }

    void row(String... words) {
        rows.add(List.of(words));
    }

    /** One line a row, the head first. */
    List<String> lines() {
        var widths = new ArrayList<Integer>(Collections.nCopies(rows.getFirst().size(), 0));
        for (List<String> row : rows)
            for (int i = 0; i < row.size(); i++)
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).repeat(' ', widths.get(i) - row.get(i).length()).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
