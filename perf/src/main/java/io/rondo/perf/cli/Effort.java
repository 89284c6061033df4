package io.rondo.perf.cli;

import java.time.Duration;

/**
 * The number and length of the slices at a point.
 *
 * @param rounds counted rounds
 * @param warmups rounds before the counted ones, at least
 * @param slice time for which each competitor runs per round
 * @param warmUp time for which each competitor runs before the counted rounds, at least
 */
record Effort(int rounds, int warmups, Duration slice, Duration warmUp) {
    /** An effort of so many rounds. */
    Effort(int rounds, int warmups, Duration slice) {
        this(rounds, warmups, slice, Duration.ZERO);
    }

    /** This effort with another time to warm up. */
    Effort warmingUpFor(Duration least) {
        return new Effort(rounds, warmups, slice, least);
    }

    /** Returns the rounds before the counted ones. */
    int warmUpRounds() {
        return Math.max(warmups, Math.toIntExact(Math.ceilDiv(warmUp.toMillis(), slice.toMillis())));
    }

    /** This effort with the given values replaced; null keeps a value. A number of warm-up rounds is exact. */
    Effort with(Integer otherRounds, Integer otherWarmups, Duration otherSlice) {
        return new Effort(otherRounds == null ? rounds : otherRounds, otherWarmups == null ? warmups : otherWarmups,
                otherSlice == null ? slice : otherSlice, otherWarmups == null ? warmUp : Duration.ZERO);
    }
}
