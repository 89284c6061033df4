package io.rondo.perf.report.svg;

import static io.rondo.perf.report.svg.Markup.escape;
import static io.rondo.perf.report.svg.Markup.number;

/** An SVG element in the making. */
final class Drawing {
    private final StringBuilder svg = new StringBuilder();

    Drawing(double width, double height, String label) {
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(number(width)).append(' ').append(number(height))
                .append("\" role=\"img\" aria-label=\"").append(escape(label)).append("\">\n");
    }

    void text(String style, double left, double top, String text) {
        svg.append("<text class=\"").append(style).append("\" x=\"").append(number(left)).append("\" y=\"")
                .append(number(top)).append("\">").append(escape(text)).append("</text>");
    }

    void horizontal(String style, double left, double right, double top) {
        line(style, left, top, right, top);
    }

    void vertical(String style, double left, double top, double bottom) {
        line(style, left, top, left, bottom);
    }

    void line(String style, double left, double top, double right, double bottom) {
        svg.append("<line class=\"").append(style).append("\" x1=\"").append(number(left)).append("\" y1=\"")
                .append(number(top)).append("\" x2=\"").append(number(right)).append("\" y2=\"").append(number(bottom))
                .append("\"/>");
    }

    /** Coordinates as {@link #coordinates} writes them. */
    void polyline(String coordinates) {
        svg.append("<polyline points=\"").append(coordinates).append("\"/>");
    }

    static String coordinates(double left, double top) {
        return number(left) + "," + number(top);
    }

    void circle(double left, double top, String title) {
        svg.append("<circle r=\"4\" cx=\"").append(number(left)).append("\" cy=\"").append(number(top)).append("\">");
        title(title);
        svg.append("</circle>");
    }

    /** Shown when the element or group around it is pointed at. */
    void title(String title) {
        svg.append("<title>").append(escape(title)).append("</title>");
    }

    void beginGroup(String style) {
        svg.append("<g class=\"").append(style).append("\">");
    }

    void endGroup() {
        svg.append("</g>\n");
    }

    /** All of it. */
    String finish() {
        return svg.append("</svg>\n").toString();
    }
}
