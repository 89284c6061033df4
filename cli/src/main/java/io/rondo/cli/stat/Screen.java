package io.rondo.cli.stat;

import io.rondo.cli.runtime.Terminal;
import java.util.List;

/** Text that replaces itself: in place on a terminal, otherwise one copy after the other. Confined to one thread. */
public final class Screen {
    private static final String UP = "\033[%dA";
    private static final String CLEAR_LINE = "\033[K\n";
    private static final String CLEAR_BELOW = "\033[J";

    private final Terminal terminal;
    private int drawn;
    private boolean started;

    /** Shows texts on a terminal, or on what the output is instead. */
    public Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The characters that show a text in place of the one before. A terminal shows the first lines that fit it. */
    public String show(String text) {
        if (!terminal.output()) {
            String gap = started ? "\n" : "";
            started = true;
            return gap + text;
        }
        List<String> lines = text.lines().limit(terminal.rows() - 1L).toList();
        StringBuilder characters = new StringBuilder();
        if (drawn > 0) {
            characters.append('\r').append(String.format(UP, drawn));
        }
        lines.forEach(line -> characters.append(line).append(CLEAR_LINE));
        drawn = lines.size();
        return characters.append(CLEAR_BELOW).toString();
    }
}
