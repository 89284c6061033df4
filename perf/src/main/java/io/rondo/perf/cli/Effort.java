package io.rondo.perf.cli;

import java.time.Duration;

/**
 * The number and length of the slices at a point.
 *
 * @param rounds counted rounds
 * @param warmups rounds before the counted ones
 * @param slice time for which each competitor runs per round
 */
record Effort(int rounds, int warmups, Duration slice) {
    /** This effort with the given values replaced; null keeps a value. */
    Effort with(Integer otherRounds, Integer otherWarmups, Duration otherSlice) {
        return new Effort(otherRounds == null ? rounds : otherRounds, otherWarmups == null ? warmups : otherWarmups,
                otherSlice == null ? slice : otherSlice);
    }
}
