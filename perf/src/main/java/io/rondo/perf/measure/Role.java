package io.rondo.perf.measure;

import java.util.Locale;

/**
 * The role of a process in its group.
 *
 * @param side its side
 * @param index its number among the processes of that side, from 0
 */
public record Role(Side side, int index) {
    /** Whether this is the leading process of the group. */
    public boolean leads() {
        return side == Side.PRODUCER && index == 0;
    }

    @Override
    public String toString() {
        return side.name().toLowerCase(Locale.ROOT) + " " + index;
    }
}
