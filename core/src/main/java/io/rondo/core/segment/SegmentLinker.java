package io.rondo.core.segment;

import java.util.function.BooleanSupplier;

/** Gives a new segment its name, after looking once more whether it is still wanted. */
@FunctionalInterface
public interface SegmentLinker {
    /** Always wants it. */
    SegmentLinker ALWAYS = (identity, link) -> link.getAsBoolean();

    /**
     * Links the segment into place, or not.
     *
     * @param identity of the new segment, which is complete
     * @param link does it; false if the name is taken
     * @return whether the segment has its name; if not, the caller looks again for one of that name
     */
    boolean link(Identity identity, BooleanSupplier link);
}
