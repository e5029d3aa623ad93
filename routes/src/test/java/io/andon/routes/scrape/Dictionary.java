package io.andon.routes.scrape;

import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What docs/metrics.md says: a row a family, and a row a label. */
record Dictionary(Map<String, Family> families, Map<String, Label> labels) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final int FAMILY_CELLS = 6;
    private static final int LABEL_CELLS = 3;

    /** A family's type, and the names of its labels in their order, joined by commas. */
    record Family(String type, String labels) {
        List<String> labelNames() {
            return List.of(labels.split(","));
        }
    }

    /**
     * A label's values.
     *
     * @param named the values in code marks; those that end in {@code …} stand for a beginning
     */
    record Label(List<String> named, int most) {}

    static Dictionary read() {
        var families = new TreeMap<String, Family>();
        var labels = new TreeMap<String, Label>();
        for (String line : lines()) {
            if (!line.startsWith("| `")) continue;
            List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| "));
            String name = codes(cells.getFirst()).getFirst();
            if (cells.size() == FAMILY_CELLS) {
                String names = String.join(",", new TreeSet<>(codes(cells.get(3))));
                families.put(name, new Family(cells.get(1), names));
            } else if (cells.size() == LABEL_CELLS) {
                labels.put(name, new Label(codes(cells.get(1)), Integer.parseInt(cells.get(2))));
            } else {
                throw new AssertionError("docs/metrics.md has a row of no table: " + line);
            }
        }
        return new Dictionary(families, labels);
    }

    Family family(String name) {
        Family family = families.get(name);
        if (family == null) throw new AssertionError(name + " is not in docs/metrics.md");
        return family;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(RunningAndon.root().resolve("docs/metrics.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> codes(String cell) {
        var found = new ArrayList<String>();
        var code = CODE.matcher(cell);
        while (code.find()) found.add(code.group(1));
        return found;
    }
}
