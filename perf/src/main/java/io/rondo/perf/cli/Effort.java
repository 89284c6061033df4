package io.rondo.perf.cli;

import java.time.Duration;

/**
 * How long contestants run at a point.
 *
 * @param rounds rounds that count
 * @param warmups rounds before them
 * @param slice how long each runs per round
 */
record Effort(int rounds, int warmups, Duration slice) {
    /** This one, with what was asked for in place of its own; null where nothing was. */
    Effort with(Integer otherRounds, Integer otherWarmups, Duration otherSlice) {
        return new Effort(otherRounds == null ? rounds : otherRounds, otherWarmups == null ? warmups : otherWarmups,
                otherSlice == null ? slice : otherSlice);
    }
}
