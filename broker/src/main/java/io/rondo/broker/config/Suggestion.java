package io.rondo.broker.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a mistyped one stands for. */
public final class Suggestion {
    private static final int LETTERS_PER_MISTAKE = 3;

    private Suggestion() {}

    /**
     * The name with the smallest edit distance, if that is at most one edit per three letters.
     *
     * @param typed the unknown name
     * @param names the known ones
     * @return a name; null if none is close
     */
    public static String closest(String typed, Collection<String> names) {
        String name = names.stream().min(Comparator.comparingInt(known -> distance(typed, known))).orElse(null);
        return name == null || distance(typed, name) * LETTERS_PER_MISTAKE > typed.length() ? null : name;
    }

    /** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
