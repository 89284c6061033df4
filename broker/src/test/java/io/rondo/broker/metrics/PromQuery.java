package io.rondo.broker.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a query of Prometheus uses.
 *
 * @param selectors metrics, each with the labels that its matchers name
 * @param grouping labels after {@code by}, {@code without}, {@code on} and {@code ignoring}
 */
public record PromQuery(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_:][A-Za-z0-9_:]*|\\[[^\\]]*\\]|[0-9][0-9.eE]*[a-z]*|[(){},]|\\S");
    private static final Set<String> LISTS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    /** A metric and the labels of its matchers. */
    public record Selector(String metric, Set<String> labels) {}

    /** Reads a query. Variables of Grafana stand for values. */
    public static PromQuery of(String query) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(query.replaceAll("\\$\\{?\\w+\\}?", "1"));
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        List<Selector> selectors = new ArrayList<>();
        Set<String> grouping = new LinkedHashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (LISTS.contains(token) && next.equals("(")) {
                int end = tokens.subList(i, tokens.size()).indexOf(")") + i;
                grouping.addAll(names(tokens.subList(i + 2, end)));
                i = end;
            } else if (isName(token) && !KEYWORDS.contains(token) && !LISTS.contains(token) && !next.equals("(")) {
                Set<String> labels = new LinkedHashSet<>();
                if (next.equals("{")) {
                    int end = tokens.subList(i, tokens.size()).indexOf("}") + i;
                    labels.addAll(names(tokens.subList(i + 2, end)));
                    i = end;
                }
                // A function with its list of labels before its arguments is no metric.
                if (!LISTS.contains(next)) {
                    selectors.add(new Selector(token, labels));
                }
            }
        }
        return new PromQuery(selectors, grouping);
    }

    private static boolean isName(String token) {
        return token.matches("[A-Za-z_:][A-Za-z0-9_:]*");
    }

    private static List<String> names(List<String> tokens) {
        return tokens.stream().filter(PromQuery::isName).toList();
    }
}
