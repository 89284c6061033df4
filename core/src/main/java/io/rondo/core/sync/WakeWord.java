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
 * <p>The word is odd while somebody may be asleep. Sleeper: make it odd, fence, look again, sleep in the kernel while the word is
 * still what it was then. Waker: publish, fence, look at the word; if it is odd, add one and wake all. Without the fences both
 * could miss the other: each one's store may still be in its store buffer when it loads. Membarrier lets the sleeper pay for both
 * (membarrier(2), "asymmetric fences"; the scheme is that of Folly's {@code asymmetric_thread_fence}).
 *
 * <p>Only wakers make the word even, so a sleeper that found something costs one needless wake. The word counts up, so a sleeper
 * that was woken before it slept is not put to sleep by the next one's announcement.
 */
public final class WakeWord {
    private static final int ODD = 1;

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
        if ((RawWords.getIntOpaque(address) & ODD) == 0) {
            return false;
        }
        wakeAll();
        return true;
    }

    /** Wakes all sleepers without a condition: for closing and interrupting. Reaches also those whose waker died halfway. */
    public void wakeAll() {
        int word = RawWords.getIntOpaque(address);
        if ((word & ODD) != 0) {
            // Lost to another waker, it is even or somebody announced after that and looked since.
            RawWords.compareAndSetInt(address, word, word + 1);
        }
        Futex.wakeAll(address);
    }

    /**
     * Announces a sleeper; whatever a waker published before it missed this is seen by loads after it.
     *
     * @return the announcement, which is slept on
     */
    public int announce() {
        int word = RawWords.getIntOpaque(address);
        while ((word & ODD) == 0 && !RawWords.compareAndSetInt(address, word, word + 1)) {
            word = RawWords.getIntOpaque(address);
        }
        // Orders the announcement before the look that follows, and on every waker its publishing store before its load.
        if (wakerFences) {
            Words.fullFence();
        } else {
            Membarrier.fence();
        }
        return word | ODD;
    }

    /** Sleeps while the announcement stands. */
    void sleep(int announcement, MemorySegment timespec, long nanos) {
        Futex.await(address, announcement, timespec, nanos);
    }
}
