package io.rondo.core.sync;

import static io.rondo.core.layout.WaiterLayout.ARMED;
import static io.rondo.core.layout.WaiterLayout.IDLE;
import static io.rondo.core.layout.WaiterLayout.state;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Futex;
import io.rondo.core.os.Membarrier;
import java.lang.foreign.MemorySegment;

/**
 * One direction's waiter word ({@link WaiterLayout}), shared by all processes that sleep in it. Thread-safe.
 *
 * <p>Sleeper: change the word from idle to armed, fence, look again, sleep in the kernel while the word is still that
 * armed one. Waker: publish, fence, load the word; if it is armed, change it to owed, wake all sleepers in the kernel,
 * and change it to idle. Without the fences both could miss the other: each one's store may still be in its store
 * buffer when it loads. Membarrier lets the sleeper pay for both (membarrier(2), "asymmetric fences"; the scheme is
 * that of Folly's {@code asymmetric_thread_fence}).
 *
 * <p>The change to owed comes before the system call, because a sleeper that enters the kernel after the call must find
 * another word. The change to idle comes after it: a waker that stops between the two leaves the word owed. A waker or
 * a sleeper that finds the word owed repeats the last two steps, so a stopped waker delays no message but its own.
 *
 * <p>A sleeper that found something leaves the word armed, which costs one needless wake. The word counts up, so a
 * sleeper that was woken before it slept is not put to sleep by the next announcement, and the last step of a waker
 * that was stopped for long changes nothing.
 */
public final class WakeWord {
    private final long address;
    private final boolean wakerFences;

    /**
     * Creates a view of the word.
     *
     * @param segment native memory that holds the word, and stays mapped while this is used
     * @param offset of the word, a multiple of 4
     * @param side who pays for the fence; {@link FenceSide#SLEEPER} needs {@link Membarrier#register()} in every
     * process
     */
    public WakeWord(MemorySegment segment, long offset, FenceSide side) {
        address = segment.address() + offset;
        wakerFences = side == FenceSide.WAKER;
    }

    /**
     * Wakes the sleepers, if there are any; called after publishing what they wait for. Without sleepers it is one load
     * of a line that stays in the cache.
     *
     * @return whether there were sleepers
     */
    public boolean wake() {
        if (wakerFences) {
            // Orders the publishing store before the load of the word; pairs with the fence in announce().
            Words.fullFence();
        }
        // Opaque keeps the compiler from moving this above the publishing store; the processor is the fence's business.
        if (state(RawWords.getIntOpaque(address)) == IDLE) {
            return false;
        }
        wakeAll();
        return true;
    }

    /** Wakes all sleepers without a condition: for closing and interrupting. */
    public void wakeAll() {
        int word = RawWords.getIntOpaque(address);
        while (state(word) == ARMED) {
            // [owed] changes the value slept on: a sleeper that enters the kernel after the wake does not sleep.
            if (RawWords.compareAndSetInt(address, word, WaiterLayout.owed(word))) {
                word = WaiterLayout.owed(word);
            } else {
                word = RawWords.getIntOpaque(address);
            }
        }
        settle(word);
    }

    /** Wakes all who slept before the word became what it is now; an owed word becomes idle. */
    private void settle(int word) {
        Futex.wakeAll(address);
        if (state(word) != IDLE) {
            // [owed] after the wake. Fails if another process has settled the same wake.
            RawWords.compareAndSetInt(address, word, WaiterLayout.nextIdle(word));
        }
    }

    /**
     * Announces a sleeper; whatever a waker published before it missed this is seen by loads after it. Enters the
     * kernel only if a waker has stopped before the end of its wake, to end it.
     *
     * @return the announcement, which is slept on
     */
    public int announce() {
        int word = settled();
        while (state(word) == IDLE && !RawWords.compareAndSetInt(address, word, WaiterLayout.armed(word))) {
            word = settled();
        }
        // Orders the announcement before the look that follows, and on every waker its publishing store before its
        // load.
        if (wakerFences) {
            Words.fullFence();
        } else {
            Membarrier.fence();
        }
        return state(word) == IDLE ? WaiterLayout.armed(word) : word;
    }

    /** The word, idle or armed: ends the wake of a waker that has stopped before the end. */
    private int settled() {
        int word = RawWords.getIntOpaque(address);
        while (state(word) != IDLE && state(word) != ARMED) {
            settle(word);
            word = RawWords.getIntOpaque(address);
        }
        return word;
    }

    /** Sleeps while the announcement stands. */
    void sleep(int announcement, MemorySegment timespec, long nanos) {
        Futex.await(address, announcement, timespec, nanos);
    }
}
