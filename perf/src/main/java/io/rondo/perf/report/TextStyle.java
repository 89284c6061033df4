package io.rondo.perf.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How text is laid out for a terminal.
 *
 * @param width columns of a line, from 1
 * @param colours whether verdicts are coloured
 */
public record TextStyle(int width, boolean colours) {
    /** Lines of any length without colours, for files and pipes. */
    public static final TextStyle PLAIN = new TextStyle(Integer.MAX_VALUE, false);

    private static final int LEAST_INDENT = 2;
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String RESET = "\033[0m";

    /** Text with the colour of the verdict {@code verdict}; unchanged for every other word. */
    String paint(String text, String verdict) {
        String colour = switch (verdict) {
            case "holds", "better" -> GREEN;
            case "MISSED", "WORSE" -> RED;
            case "WARNING" -> YELLOW;
            default -> "";
        };
        return !colours || colour.isEmpty() ? text : colour + text + RESET;
    }

    /** A paragraph that begins with {@code label}; further lines are indented to the end of the label where there is room. */
    String paragraph(String label, String text) {
        int longest = Arrays.stream(text.split(" ")).mapToInt(String::length).max().orElse(0);
        int indent = label.length() + longest <= width ? label.length() : LEAST_INDENT;
        List<String> lines = wrap(label + text, width, indent);
        return String.join("\n", lines) + "\n";
    }

    /** Breaks text at blanks into lines of at most {@code width} columns; only a longer word is a longer line. */
    static List<String> wrap(String text, int width, int indent) {
        if (text.length() <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        String rest = text;
        int from = 0;
        while (rest.length() > width) {
            int end = rest.lastIndexOf(' ', width);
            if (end <= from) {
                end = rest.indexOf(' ', from + 1);
            }
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end).stripTrailing());
            rest = " ".repeat(indent) + rest.substring(end).strip();
            from = indent;
        }
        lines.add(rest);
        return lines;
    }
}
