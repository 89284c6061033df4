package io.rondo.perf.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of texts, which can be written in several formats.
 *
 * @param header of the columns
 * @param numbers which columns hold numbers, and are aligned to the right
 * @param rows each with as many cells as the header
 */
record ReportTable(List<String> header, List<Boolean> numbers, List<List<String>> rows) {
    private static final String GAP = "  ";

    /**
     * The table as text. Columns are as wide as their longest cell; where the line is too narrow for that, cells of text are
     * wrapped, and where that is not enough each row is a list.
     */
    String text(TextStyle style) {
        Optional<int[]> widths = widths(style.width());
        StringBuilder text = new StringBuilder();
        if (widths.isEmpty()) {
            rows.forEach(row -> appendList(text, row, style));
        } else {
            appendRow(text, header, widths.get(), style);
            rows.forEach(row -> appendRow(text, row, widths.get(), style));
        }
        return text.toString();
    }

    /** Widths of the columns that fit a line; empty if there are none. */
    private Optional<int[]> widths(int line) {
        int[] widths = IntStream.range(0, header.size()).map(column -> longest(column, " {2,}")).toArray();
        int[] least = IntStream.range(0, header.size())
                .map(column -> numbers.get(column) ? widths[column] : longest(column, " ")).toArray();
        int room = line - GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() > room) {
            int widest = IntStream.range(0, widths.length).filter(column -> widths[column] > least[column]).boxed()
                    .max(Comparator.comparing(column -> widths[column])).orElse(-1);
            if (widest < 0) {
                return Optional.empty();
            }
            widths[widest]--;
        }
        return Optional.of(widths);
    }

    /** Length of the longest part of a column's cells, header included. */
    private int longest(int column, String separator) {
        return Stream.concat(Stream.of(header), rows.stream())
                .flatMap(row -> Arrays.stream(row.get(column).split(separator))).mapToInt(String::length).max()
                .orElse(0);
    }

    private void appendRow(StringBuilder text, List<String> row, int[] widths, TextStyle style) {
        List<List<String>> cells = IntStream.range(0, widths.length)
                .mapToObj(column -> TextStyle.wrap(row.get(column), widths[column], 0)).toList();
        int lines = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < lines; line++) {
            StringBuilder shown = new StringBuilder();
            int blanks = 0;
            for (int column = 0; column < widths.length; column++) {
                List<String> parts = cells.get(column);
                String part = line < parts.size() ? parts.get(line) : "";
                int fill = widths[column] - part.length();
                if (!part.isEmpty()) {
                    shown.append(" ".repeat(blanks + (numbers.get(column) ? fill : 0)))
                            .append(style.paint(part, row.get(column)));
                    blanks = 0;
                }
                blanks += GAP.length() + (part.isEmpty() ? widths[column] : numbers.get(column) ? 0 : fill);
            }
            text.append(shown).append('\n');
        }
    }

    private void appendList(StringBuilder text, List<String> row, TextStyle style) {
        text.append(style.paragraph("", row.getFirst()));
        for (int column = 1; column < row.size(); column++) {
            if (!row.get(column).isEmpty()) {
                String label = header.get(column).isEmpty() ? GAP : GAP + header.get(column) + ": ";
                text.append(style.paint(style.paragraph(label, row.get(column)).stripTrailing(), row.get(column)))
                        .append('\n');
            }
        }
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

    /** An HTML table. Each cell names its column, so that a narrow page can show a row as a list. */
    String html() {
        StringBuilder text = new StringBuilder("<table>\n<thead><tr>");
        IntStream.range(0, header.size()).forEach(column -> text.append("<th").append(align(column)).append('>')
                .append(HtmlReport.escape(header.get(column))).append("</th>"));
        text.append("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> {
            text.append("<tr>");
            IntStream.range(0, row.size())
                    .forEach(column -> text.append("<td").append(align(column)).append(" data-label=\"")
                            .append(HtmlReport.escape(header.get(column))).append("\">")
                            .append(HtmlReport.escape(row.get(column))).append("</td>"));
            text.append("</tr>\n");
        });
        return text.append("</tbody></table>\n").toString();
    }

    private String align(int column) {
        return numbers.get(column) ? " class=\"number\"" : "";
    }
}
