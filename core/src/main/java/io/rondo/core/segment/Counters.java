package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** The counters of one participant. Only the participant writes them; any process may read them. */
public final class Counters {
    private final MemorySegment header;
    private final int slot;
    private final long messages;

    /**
     * Creates a view of the counters in a slot.
     *
     * @param header the segment up to the data, mapped permanently
     * @param slot the participant's slot
     */
    public Counters(MemorySegment header, int slot) {
        this.header = header;
        this.slot = slot;
        messages = header.address() + SlotLayout.counterOffset(slot, Counter.MESSAGES);
    }

    /** Sets the number of messages, the only counter on a hot path. */
    public void messages(long value) {
        RawWords.setLongOpaque(messages, value);
    }

    /** Returns the number of messages; 0 after the memory was retired. */
    public long messages() {
        return Words.getLongOpaque(header, SlotLayout.counterOffset(slot, Counter.MESSAGES));
    }

    /** Returns a counter; 0 after the memory was retired. */
    public long get(Counter counter) {
        return Words.getLongOpaque(header, SlotLayout.counterOffset(slot, counter));
    }

    /** Adds one to a counter. */
    public void increment(Counter counter) {
        long offset = SlotLayout.counterOffset(slot, counter);
        // With a single writer no atomic addition is needed; opaque keeps the store whole for readers.
        Words.setLongOpaque(header, offset, Words.getLong(header, offset) + 1);
    }

    /** Sets a counter. */
    public void set(Counter counter, long value) {
        Words.setLongOpaque(header, SlotLayout.counterOffset(slot, counter), value);
    }
}
