package io.rondo.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The terminal a command runs on: which standard streams lead to it, its size, and whether to use colours.
 *
 * @param input whether standard input is a terminal
 * @param output whether standard output is a terminal
 * @param errors whether standard error is a terminal
 * @param columns characters per line to fit text into, from 1; {@link #DEFAULT_COLUMNS} where the terminal tells none
 * @param rows lines, from 1; {@link Integer#MAX_VALUE} where the terminal tells none
 * @param color whether to colour standard output
 */
public record Terminal(boolean input, boolean output, boolean errors, int columns, int rows, boolean color) {
    /** Width of text that is not written to a terminal, unless the variable COLUMNS gives another. */
    public static final int DEFAULT_COLUMNS = 80;

    /** No standard stream is a terminal. */
    public static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS, Integer.MAX_VALUE, false);

    private static final Pattern DEVICE = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final int MAX_COLUMNS = 10_000;

    /**
     * The terminal of this process. Colours follow the NO_COLOR convention (no-color.org).
     *
     * @return its terminal
     */
    public static Terminal ofProcess() {
        boolean output = isTerminal(STANDARD_OUTPUT);
        TerminalSize size = output ? TerminalSize.of(STANDARD_OUTPUT) : null;
        String noColor = System.getenv("NO_COLOR");
        boolean color = output && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(isTerminal(0), output, isTerminal(STANDARD_ERROR),
                size == null ? columns(System.getenv("COLUMNS")) : size.columns(),
                size == null ? Integer.MAX_VALUE : size.rows(), color);
    }

    static int columns(String variable) {
        try {
            int columns = variable == null ? 0 : Integer.parseInt(variable.strip());
            return columns < 1 || columns > MAX_COLUMNS ? DEFAULT_COLUMNS : columns;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    /** Returns whether a descriptor leads to a terminal. Makes no native call, which this process may be denied. */
    public static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))).toString();
            return DEVICE.matcher(file).matches();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Text in a colour, if colours are used.
     *
     * @param color of the text
     * @param text without escape sequences
     * @return the text, with escape sequences around it if colours are used
     */
    public String paint(Color color, String text) {
        return this.color ? "\033[" + color.code + "m" + text + "\033[0m" : text;
    }

    /** Colours of text. */
    public enum Color {
        /** All is well. */
        GREEN(32),
        /** Works with restrictions. */
        YELLOW(33),
        /** Failed. */
        RED(31);

        private final int code;

        Color(int code) {
            this.code = code;
        }
    }
}
