package io.rondo.perf.measure;

import java.util.Locale;

/**
 * A process's part in its group.
 *
 * @param side what it does
 * @param index which of those it is, from 0
 */
public record Role(Side side, int index) {
    /** Whether this is the one process of the group that leads. */
    public boolean leads() {
        return side == Side.PRODUCER && index == 0;
    }

    @Override
    public String toString() {
        return side.name().toLowerCase(Locale.ROOT) + " " + index;
    }
}
