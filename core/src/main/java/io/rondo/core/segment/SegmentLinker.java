package io.rondo.core.segment;

import java.util.function.BooleanSupplier;

/** Gives a new segment its name, after a last check that the segment is still wanted. */
@FunctionalInterface
public interface SegmentLinker {
    /** Links every segment. */
    SegmentLinker ALWAYS = (identity, link) -> link.getAsBoolean();

    /**
     * Links the segment to its name, or refuses.
     *
     * @param identity identity of the new segment, which is complete
     * @param link links the segment; returns false if the name is taken
     * @return whether the segment has its name; if not, the caller looks for a segment of that name again
     */
    boolean link(Identity identity, BooleanSupplier link);
}
