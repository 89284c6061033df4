package io.rondo.core.sync;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Futex;
import io.rondo.core.os.Membarrier;
import java.lang.foreign.MemorySegment;

/**
 * One direction's waiter word, shared by all that sleep in it. Thread-safe.
 *
 * <p>Sleeper: set the word, fence, look again, sleep in the kernel while the word is set. Waker: publish, fence, look at the
 * word; if it is set, clear it and wake all. Without the fences both could miss the other: each one's store may still be in
 * its store buffer when it loads. Membarrier lets the sleeper pay for both (kernel: membarrier(2), "asymmetric fences"; the
 * scheme is that of Folly's {@code asymmetric_thread_fence}). Only wakers clear the word, so a sleeper that found something
 * costs one needless wake and nothing is lost.
 */
public final class WakeWord {
    private static final int NOBODY = 0;
    private static final int SLEEPERS = 1;

    private final long address;
    private final boolean wakerFences;

    /**
     * Creates a view of the word.
     *
     * @param segment native memory that holds the word, and stays mapped while this is used
     * @param offset where, a multiple of 4
     * @param side who pays for the fence; {@link FenceSide#SLEEPER} needs {@link Membarrier#register()} in every process
     */
    public WakeWord(MemorySegment segment, long offset, FenceSide side) {
        address = segment.address() + offset;
        wakerFences = side == FenceSide.WAKER;
    }

    /**
     * Wakes the sleepers, if there are any; called after publishing what they wait for. Without sleepers it is one load of a
     * line that stays in the cache.
     *
     * @return whether there were sleepers
     */
    public boolean wake() {
        if (wakerFences) {
            // Orders the publishing store before the load of the word; pairs with the fence in announce().
            Words.fullFence();
        }
        // Opaque keeps the compiler from moving this above the publishing store; the processor is the fence's business.
        if (RawWords.getIntOpaque(address) == NOBODY) {
            return false;
        }
        wakeAll();
        return true;
    }

    /** Wakes all sleepers without a condition: for closing and interrupting. */
    public void wakeAll() {
        RawWords.setIntOpaque(address, NOBODY);
        Futex.wakeAll(address);
    }

    /** Announces a sleeper; whatever a waker published before it missed this is seen by loads after it. */
    void announce() {
        RawWords.setIntOpaque(address, SLEEPERS);
        // Orders the announcement before the look that follows, and on every waker its publishing store before its load.
        if (wakerFences) {
            Words.fullFence();
        } else {
            Membarrier.fence();
        }
    }

    /** Sleeps while the announcement stands. */
    void sleep(MemorySegment timespec, long nanos) {
        Futex.await(address, SLEEPERS, timespec, nanos);
    }
}
