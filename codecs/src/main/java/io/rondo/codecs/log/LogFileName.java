package io.rondo.codecs.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a log file: {@code <base sequence, 20 digits>-<generation>.log}. Names sort by base sequence, then by
 * generation; of two files with one base the higher generation is valid.
 *
 * @param baseSequence sequence of the first message that the file can have, from 1
 * @param generation from 0; recovery writes a file again with the next higher one
 */
public record LogFileName(long baseSequence, int generation) implements Comparable<LogFileName> {
    /** Ends the name of each log file. */
    public static final String SUFFIX = ".log";
    /** Ends the name of each index. */
    public static final String INDEX_SUFFIX = ".index";

    private static final Pattern NAME = Pattern.compile("(\\d{20})-(\\d{1,9})\\.log");

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public LogFileName {
        if (baseSequence < 1 || generation < 0) {
            throw new IllegalArgumentException(
                    "base sequence " + baseSequence + " and generation " + generation + ": from 1 and from 0");
        }
    }

    /** Returns the name that a file name states; null if it is not the name of a log file. */
    public static LogFileName parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        try {
            LogFileName parsed = new LogFileName(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            // Leading zeroes of the generation would give one file two names.
            return parsed.file().equals(name) ? parsed : null;
        } catch (IllegalArgumentException e) {
            // 20 digits beyond a long, or base 0.
            return null;
        }
    }

    /** Returns the name of the file. */
    public String file() {
        return stem() + SUFFIX;
    }

    /** Returns the name of its index. */
    public String index() {
        return stem() + INDEX_SUFFIX;
    }

    private String stem() {
        return "%020d-%d".formatted(baseSequence, generation);
    }

    @Override
    public int compareTo(LogFileName other) {
        int byBase = Long.compare(baseSequence, other.baseSequence);
        return byBase != 0 ? byBase : Integer.compare(generation, other.generation);
    }

    @Override
    public String toString() {
        return file();
    }
}
