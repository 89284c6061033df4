package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** One participant's counters. Written by it alone, read by anybody. */
public final class Counters {
    private final MemorySegment header;
    private final int slot;
    private final long messages;

    /**
     * Creates the counters of one participant.
     *
     * @param header the segment up to the data, mapped for good
     * @param slot the participant's slot
     */
    public Counters(MemorySegment header, int slot) {
        this.header = header;
        this.slot = slot;
        messages = header.address() + SlotLayout.counterOffset(slot, Counter.MESSAGES);
    }

    /**
     * Sets the number of messages: the one counter on a hot path.
     *
     * @param value the number
     */
    public void messages(long value) {
        RawWords.setLongOpaque(messages, value);
    }

    /**
     * The number of messages, as last set.
     *
     * @return the number; 0 once the memory is retired
     */
    public long messages() {
        return Words.getLongOpaque(header, SlotLayout.counterOffset(slot, Counter.MESSAGES));
    }

    /**
     * A counter, as last set.
     *
     * @param counter which
     * @return its value; 0 once the memory is retired
     */
    public long get(Counter counter) {
        return Words.getLongOpaque(header, SlotLayout.counterOffset(slot, counter));
    }

    /**
     * Adds one.
     *
     * @param counter which
     */
    public void increment(Counter counter) {
        long offset = SlotLayout.counterOffset(slot, counter);
        // Single writer: no atomic addition is needed, and opaque keeps it whole for readers.
        Words.setLongOpaque(header, offset, Words.getLong(header, offset) + 1);
    }

    /**
     * Sets a counter.
     *
     * @param counter which
     * @param value its value
     */
    public void set(Counter counter, long value) {
        Words.setLongOpaque(header, SlotLayout.counterOffset(slot, counter), value);
    }
}
