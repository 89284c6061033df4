package io.rondo.cli.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings and figures, as one line. Confined to one thread. */
final class CheckReport {
    private static final int MOST_SHOWN = 5;

    private final List<Finding> findings = new ArrayList<>();
    private final List<String> summary = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();

    private record Finding(Severity severity, String text) {}

    /** Adds a finding; one that is OK is not shown. */
    void add(Severity severity, String text) {
        if (severity != Severity.OK) {
            findings.add(new Finding(severity, text));
        }
    }

    /** Adds a part of what is shown without findings. */
    void summary(String text) {
        summary.add(text);
    }

    /**
     * Adds a figure for the performance data.
     *
     * @param name of letters and underscores
     * @param value with its unit
     * @param rest limits, minimum and maximum; empty for none
     */
    void figure(String name, String value, String rest) {
        figures.add(name + "=" + value + (rest.isEmpty() ? "" : ";" + rest));
    }

    /** Adds a number without limits. */
    void figure(String name, long count) {
        figure(name, Long.toString(count), ";;0");
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Returns the worst severity. */
    Severity severity() {
        return findings.stream().map(Finding::severity).max(Comparator.naturalOrder()).orElse(Severity.OK);
    }

    /** Returns the line, the worst findings first. */
    String line() {
        List<Finding> sorted = findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
        String text = sorted.isEmpty()
                ? String.join(", ", summary)
                : sorted.stream().limit(MOST_SHOWN).map(Finding::text).collect(Collectors.joining("; "))
                        + (sorted.size() > MOST_SHOWN ? "; and " + (sorted.size() - MOST_SHOWN) + " more" : "");
        return line(severity(), text) + (figures.isEmpty() ? "" : " | " + String.join(" ", figures));
    }

    /** Returns a line without figures. A bar and line breaks would end the text. */
    static String line(Severity severity, String text) {
        return "RONDO " + severity + ": " + text.replace('|', '/').replaceAll("\\s*\\R\\s*", " ");
    }
}
