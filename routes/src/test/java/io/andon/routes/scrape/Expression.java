package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A query in Prometheus's language: the metrics and the matchers of labels that stand in it. */
record Expression(String text) {
    private static final Pattern BRACES = Pattern.compile("\\{([^}]*)}");
    private static final Pattern MATCHER =
            Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern LABEL_LIST =
            Pattern.compile(
                    "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-z_][a-z0-9_]*\\b(?!\\s*\\()");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool");

    /** Made by Prometheus itself, with the labels of the target. */
    private static final Set<String> SCRAPED = Set.of("up");

    private static final Set<String> TARGET = Set.of("job", "instance");

    /** A matcher of a label, by name and value. */
    record Matcher(String label, String value) {}

    Set<String> metrics() {
        String bare = BRACES.matcher(text).replaceAll("");
        bare = LABEL_LIST.matcher(bare.replaceAll("\\[[^]]*]", "")).replaceAll("");
        var names = new TreeSet<String>();
        var name = NAME.matcher(bare);
        while (name.find()) names.add(name.group());
        names.removeAll(KEYWORDS);
        return names;
    }

    List<Matcher> matchers() {
        var found = new ArrayList<Matcher>();
        var braces = BRACES.matcher(text);
        while (braces.find()) {
            var matcher = MATCHER.matcher(braces.group(1));
            while (matcher.find()) found.add(new Matcher(matcher.group(1), matcher.group(2)));
        }
        return found;
    }

    /** Every metric is one of the dictionary, and every label one of some metric here. */
    void assertStandsOn(Dictionary dictionary) {
        assertThat(metrics()).isNotEmpty();
        var labels = new TreeSet<>(TARGET);
        for (String metric : metrics()) {
            if (SCRAPED.contains(metric)) continue;
            String family = metric.replaceFirst("_(count|sum)$", "");
            labels.addAll(dictionary.family(family).labelNames());
        }
        assertThat(matchers()).extracting(Matcher::label).isSubsetOf(labels);
        var lists = LABEL_LIST.matcher(text);
        while (lists.find()) {
            assertThat(lists.group(1).split(",\\s*")).as(text).isSubsetOf(labels);
        }
    }
}
