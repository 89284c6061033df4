package io.rondo.cli.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text in columns as wide as their longest cell. Confined to one thread. */
final class Table {
    private static final String GAP = "  ";

    private final Set<Integer> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Starts with a heading.
     *
     * @param rightAligned columns that hold numbers
     * @param heading the first row
     */
    Table(Set<Integer> rightAligned, String... heading) {
        this.rightAligned = rightAligned;
        row(heading);
    }

    /** Adds a row; the last cell of one with fewer cells than the heading goes over the columns that are left. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    private boolean isOpenEnded(List<String> row, int column) {
        return column == row.size() - 1 && row.size() < rows.getFirst().size();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size() && !isOpenEnded(row, column))
                .mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String fill = isOpenEnded(row, column) ? "" : " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : GAP)
                        .append(rightAligned.contains(column) ? fill + cell : cell + fill);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
