package io.rondo.perf.cli;

import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.TerminalSize;
import io.rondo.perf.report.TextStyle;
import java.util.Map;

/**
 * A terminal behind a file descriptor of this process. The environment variables {@code COLUMNS}, {@code NO_COLOR}
 * (no-color.org) and {@code TERM} are honoured.
 *
 * @param isTerminal whether the descriptor is a terminal
 * @param columns its width; 0 if it is not known
 */
record ReportTerminal(boolean isTerminal, int columns) {
    static final int OUT = 1;
    static final int ERR = 2;

    private static final int LEAST_COLUMNS = 20;

    /** The terminal behind a file descriptor. */
    static ReportTerminal of(int fd) {
        TerminalSize size = TerminalSize.of(fd);
        return of(System.getenv(), Terminal.isTerminal(fd), size == null ? 0 : size.columns());
    }

    /** {@code COLUMNS} has priority over the size of the terminal. */
    static ReportTerminal of(Map<String, String> environment, boolean isTerminal, int size) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return new ReportTerminal(isTerminal, columns.matches("[1-9]\\d{0,5}") ? Integer.parseInt(columns) : size);
    }

    /** Lines as wide as the terminal, and colours where they are wanted. */
    TextStyle style(Map<String, String> environment) {
        boolean colours = isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new TextStyle(columns == 0 ? Integer.MAX_VALUE : Math.max(LEAST_COLUMNS, columns), colours);
    }
}
