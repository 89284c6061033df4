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
import java.lang.ref.Reference;

/**
 * The waiter word of one direction ({@link WaiterLayout}), shared by all processes that sleep in it. Thread-safe.
 *
 * <p>A sleeper changes the word from idle to armed, fences, checks its condition again, and sleeps in the kernel while
 * the word has that armed value. A waker publishes, fences, and loads the word; if it is armed, the waker changes it to
 * owed, wakes all sleepers in the kernel, and changes it to idle. Without the fences each side could miss the other,
 * because the store of either may still be in its store buffer when it loads. Membarrier lets the sleeper pay for both
 * fences (membarrier(2), "asymmetric fences"; the scheme is that of Folly's {@code asymmetric_thread_fence}).
 *
 * <p>The change to owed comes before the system call, because a sleeper that enters the kernel after the call must find
 * a different value. The change to idle comes after it: a waker that stops between the two leaves the word owed. A
 * waker or sleeper that finds the word owed repeats the last two steps, so a stopped waker delays no message but its
 * own.
 *
 * <p>A sleeper that finds its condition true leaves the word armed, which costs one needless wake. The word counts up.
 * So a sleeper that was woken before it slept is not put to sleep by the next announcement, and the last step of a
 * waker that was stopped for long has no effect.
 */
public final class WakeWord {
    /** Kept reachable, so that the word stays mapped. Methods that access it after a system call end with a fence. */
    private final MemorySegment segment;
    private final long address;
    private final boolean wakerFences;
    /** Runs on the sleeper's side, if wakers do not fence. */
    private final Runnable sleeperFence;

    /**
     * Creates a view of the word.
     *
     * @param segment native memory that holds the word, and stays mapped while it is reachable
     * @param offset offset of the word, a multiple of 4
     * @param side the side that pays for the fence; {@link FenceSide#SLEEPER} needs {@link Membarrier#register()} in
     * every process
     */
    public WakeWord(MemorySegment segment, long offset, FenceSide side) {
        this(segment, offset, side, Membarrier::fence);
    }

    /** Creates a view of the word with another fence on the sleeper's side. */
    WakeWord(MemorySegment segment, long offset, FenceSide side, Runnable sleeperFence) {
        this.sleeperFence = sleeperFence;
        this.segment = segment;
        address = segment.address() + offset;
        wakerFences = side == FenceSide.WAKER;
    }

    /**
     * Wakes the sleepers, if there are any; called after the store that they wait for. Without sleepers it costs one
     * load of a line that stays in the cache.
     *
     * @return whether there were sleepers
     */
    public boolean wake() {
        if (wakerFences) {
            // Orders the publishing store before the load of the word; pairs with the fence in announce().
            Words.fullFence();
        }
        // The Java memory model does not order an opaque load after an earlier release store. HotSpot does: C2 surrounds
        // each Unsafe access that is not plain with compiler barriers (MemBarCPUOrder in C2Access::needs_cpu_membar), and
        // C1 and the interpreter do not reorder memory accesses. For the processor, the fence of either side orders them.
        if (state(RawWords.getIntOpaque(address)) == IDLE) {
            return false;
        }
        wakeAll();
        return true;
    }

    /** Wakes all sleepers, whatever they wait for: for closing and interrupting. */
    public void wakeAll() {
        int word = RawWords.getIntOpaque(address);
        while (state(word) == ARMED) {
            // [owed] Changes the value that is slept on: a sleeper that enters the kernel after the wake does not
            // sleep.
            if (RawWords.compareAndSetInt(address, word, WaiterLayout.owed(word))) {
                word = WaiterLayout.owed(word);
            } else {
                word = RawWords.getIntOpaque(address);
            }
        }
        settle(word);
    }

    /** Wakes all threads that slept before the word got its present value; an owed word becomes idle. */
    private void settle(int word) {
        Futex.wakeAll(address);
        if (state(word) != IDLE) {
            // [owed] After the wake. Fails if another process has completed the same wake.
            RawWords.compareAndSetInt(address, word, WaiterLayout.nextIdle(word));
        }
        Reference.reachabilityFence(this);
    }

    /**
     * Announces a sleeper. What a waker stored before it missed the announcement is visible to loads after this call.
     * Enters the kernel only if a waker has stopped before the end of its wake, to complete it.
     *
     * @return the announced value of the word, on which the caller sleeps
     */
    public int announce() {
        int announced = arm();
        // Orders the announcement before the check that follows, and on every waker its publishing store before its
        // load.
        if (wakerFences) {
            Words.fullFence();
        } else {
            sleeperFence.run();
        }
        Reference.reachabilityFence(this);
        return announced;
    }

    /** Announces a sleeper without the fence, which the caller executes before it checks its condition. */
    int arm() {
        int word = settled();
        while (state(word) == IDLE && !RawWords.compareAndSetInt(address, word, WaiterLayout.armed(word))) {
            word = settled();
        }
        Reference.reachabilityFence(this);
        return state(word) == IDLE ? WaiterLayout.armed(word) : word;
    }

    /** Returns whether wakers execute no fence, so that the sleeper needs {@link Membarrier#fence()}. */
    boolean needsMembarrier() {
        return !wakerFences;
    }

    /** Returns whether the word still has the announced value. */
    boolean isAnnounced(int announcement) {
        boolean announced = RawWords.getIntOpaque(address) == announcement;
        Reference.reachabilityFence(this);
        return announced;
    }

    /** Returns the address of the word. */
    long address() {
        return address;
    }

    /** Returns the word, idle or armed; completes the wake of a waker that has stopped before the end. */
    private int settled() {
        int word = RawWords.getIntOpaque(address);
        while (state(word) != IDLE && state(word) != ARMED) {
            settle(word);
            word = RawWords.getIntOpaque(address);
        }
        return word;
    }

    /** Sleeps while the word has the announced value. */
    void sleep(int announcement, MemorySegment timespec, long nanos) {
        Futex.await(address, announcement, timespec, nanos);
        Reference.reachabilityFence(this);
    }
}
