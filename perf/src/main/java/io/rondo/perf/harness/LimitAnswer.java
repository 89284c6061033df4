package io.rondo.perf.harness;

import io.rondo.perf.measure.Sample;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Parses the answer of a C program: figures as in {@link Sample}, optionally followed by every single latency as {@code
 * values=} and pairs {@code nanoseconds:count} separated by commas.
 */
final class LimitAnswer {
    private static final String VALUES = " values=";
    private static final int DIGITS = 3;
    /** In nanoseconds: the longest slice and the time to end it. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private LimitAnswer() {}

    /**
     * Parses an answer.
     *
     * @throws IllegalArgumentException if it is not an answer
     */
    static Sample parse(String answer) {
        int values = answer.indexOf(VALUES);
        if (values < 0) {
            return Sample.parse(answer);
        }
        Histogram latencies = new Histogram(LONGEST, DIGITS);
        for (String pair : answer.substring(values + VALUES.length()).strip().split(",")) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("'" + pair + "' in an answer: expected nanoseconds:count");
            }
            latencies.recordValueWithCount(Long.parseLong(pair.substring(0, colon)),
                    Long.parseLong(pair.substring(colon + 1)));
        }
        // The figures of the program have priority: its median may be of batches.
        return Sample.ofLatencies(latencies).and(Sample.parse(answer.substring(0, values)));
    }
}
