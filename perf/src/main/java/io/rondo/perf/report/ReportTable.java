package io.rondo.perf.report;

import io.rondo.perf.report.svg.Markup;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cells in rows and columns, not yet in any format.
 *
 * @param header of the columns
 * @param numbers which columns hold numbers, and are aligned to the right
 * @param rows each with as many cells as the header
 */
record ReportTable(List<String> header, List<Boolean> numbers, List<List<String>> rows) {
    private static final String GAP = "  ";

    /** Columns as wide as their longest cell, lines without trailing blanks. */
    String text() {
        StringBuilder text = new StringBuilder();
        appendLine(text, header);
        rows.forEach(row -> appendLine(text, row));
        return text.toString();
    }

    private void appendLine(StringBuilder text, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String fill = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(numbers.get(column) ? fill + cell : cell + fill);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        return Math.max(header.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    /** A table of GitHub's Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        appendMarkdown(text, header);
        text.append('|');
        numbers.forEach(number -> text.append(number ? "--:|" : "---|"));
        text.append('\n');
        rows.forEach(row -> appendMarkdown(text, row));
        return text.toString();
    }

    private static void appendMarkdown(StringBuilder text, List<String> row) {
        text.append('|');
        row.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }

    /** A table of HTML. */
    String html() {
        StringBuilder text = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        appendHtml(text, header, "th");
        text.append("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> {
            text.append("<tr>");
            appendHtml(text, row, "td");
            text.append("</tr>\n");
        });
        return text.append("</tbody></table></div>\n").toString();
    }

    private void appendHtml(StringBuilder text, List<String> row, String element) {
        IntStream.range(0, row.size()).forEach(
                column -> text.append('<').append(element).append(numbers.get(column) ? " class=\"number\">" : ">")
                        .append(Markup.escape(row.get(column))).append("</").append(element).append('>'));
    }
}
