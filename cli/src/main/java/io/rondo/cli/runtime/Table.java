package io.rondo.cli.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text in columns as wide as their longest cell. Confined to one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final Set<Integer> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Starts with a heading.
     *
     * @param rightAligned columns that hold numbers
     * @param heading the first row
     */
    public Table(Set<Integer> rightAligned, String... heading) {
        this.rightAligned = rightAligned;
        row(heading);
    }

    /** Adds a row; the last cell of a row with fewer cells than the heading extends over the remaining columns. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    private boolean isOpenEnded(List<String> row, int column) {
        return column == row.size() - 1 && row.size() < rows.getFirst().size();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size() && !isOpenEnded(row, column))
                .mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    /**
     * The table in lines of a limited length. A wider table is split into blocks of columns, one below the other; each
     * begins with the key columns. Only a line of the key columns and one more can be longer than the limit.
     *
     * @param columns characters per line
     * @param keys number of key columns
     * @return lines
     */
    public String fit(int columns, int keys) {
        StringBuilder text = new StringBuilder();
        int heading = rows.getFirst().size();
        int keyWidth = 0;
        for (int column = 0; column < keys; column++) {
            keyWidth += width(column) + GAP.length();
        }
        int from = keys;
        while (from < heading) {
            int to = from + 1;
            int width = keyWidth + width(from);
            while (to < heading && width + GAP.length() + width(to) <= columns) {
                width += GAP.length() + width(to);
                to++;
            }
            appendBlock(text, keys, from, to);
            from = to;
        }
        return text.toString();
    }

    private void appendBlock(StringBuilder text, int keys, int from, int to) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < Math.min(row.size(), to); column++) {
                if (column < keys || column >= from) {
                    append(line, row, column);
                }
            }
            // A row that ended in an earlier block has nothing here.
            if (row.size() > from || from == keys) {
                text.append(line.toString().stripTrailing()).append('\n');
            }
        }
    }

    private void append(StringBuilder line, List<String> row, int column) {
        String cell = row.get(column);
        String fill = isOpenEnded(row, column) ? "" : " ".repeat(width(column) - cell.length());
        line.append(line.isEmpty() ? "" : GAP).append(rightAligned.contains(column) ? fill + cell : cell + fill);
    }

    @Override
    public String toString() {
        return fit(Integer.MAX_VALUE, 1);
    }
}
