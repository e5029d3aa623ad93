package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One scrape, read as Prometheus reads its text format. */
record Scrape(Map<String, String> types, List<Sample> samples) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

    /** One line: the family that it belongs to, its own name, its labels. */
    record Sample(String family, String name, Map<String, String> labels) {}

    static Scrape of(RunningAndon andon) {
        Reply reply = andon.http.get("/observe/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).startsWith("text/plain; version=0.0.4");
        var types = new LinkedHashMap<String, String>();
        var samples = new ArrayList<Sample>();
        for (String line : reply.body().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                samples.add(sample(line, types));
            }
        }
        return new Scrape(types, samples);
    }

    private static Sample sample(String line, Map<String, String> types) {
        var matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        String name = matcher.group(1);
        String family = types.containsKey(name) ? name : name.replaceFirst("_(sum|count)$", "");
        assertThat(types).as(line).containsKey(family);
        var labels = new TreeMap<String, String>();
        if (matcher.group(2) != null) {
            var label = LABEL.matcher(matcher.group(2));
            while (label.find()) labels.put(label.group(1), label.group(2));
        }
        return new Sample(family, name, labels);
    }

    /** The names of labels on each series of a family; one set in the set, if all have the same. */
    TreeSet<String> labelsOf(String family) {
        var sets = new TreeSet<String>();
        samples.stream()
                .filter(each -> each.family().equals(family))
                .forEach(each -> sets.add(String.join(",", each.labels().keySet())));
        return sets;
    }

    TreeSet<String> valuesOf(String label) {
        var values = new TreeSet<String>();
        samples.forEach(each -> values.addAll(valueOf(each, label)));
        return values;
    }

    private static List<String> valueOf(Sample sample, String label) {
        return sample.labels().containsKey(label) ? List.of(sample.labels().get(label)) : List.of();
    }

    /** Each series by its name and labels. */
    TreeSet<String> series() {
        var series = new TreeSet<String>();
        samples.forEach(each -> series.add(each.name() + each.labels()));
        return series;
    }
}
