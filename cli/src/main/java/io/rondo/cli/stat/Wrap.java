package io.rondo.cli.stat;

/** Breaks long lines of text between words. */
final class Wrap {
    private static final int NARROW = 40;
    private static final int NARROW_INDENT = 2;

    private Wrap() {}

    /**
     * Breaks each line that is too long. A word that is longer than a line is broken, too.
     *
     * @param text lines
     * @param columns characters per line
     * @param indent of the further lines that a line becomes; 2 where lines are shorter than 40
     * @return lines
     */
    static String lines(String text, int columns, int indent) {
        StringBuilder wrapped = new StringBuilder();
        int left = Math.min(columns - 1, columns < NARROW ? NARROW_INDENT : indent);
        text.lines().forEach(line -> {
            String rest = line;
            while (rest.length() > columns) {
                int space = rest.lastIndexOf(' ', columns);
                int end = space > left && !rest.substring(0, space).isBlank() ? space : columns;
                wrapped.append(rest.substring(0, end).stripTrailing()).append('\n');
                rest = " ".repeat(left) + rest.substring(end).strip();
            }
            wrapped.append(rest).append('\n');
        });
        return wrapped.toString();
    }
}
