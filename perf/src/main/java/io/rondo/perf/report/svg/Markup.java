package io.rondo.perf.report.svg;

import java.util.Locale;

/** Text for HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** Text that means itself, as content and in a quoted attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** A coordinate. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
