package io.rondo.core.sync;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Futex;
import io.rondo.core.os.FutexVector;
import io.rondo.core.os.Membarrier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Lets one thread sleep for many rings, and for other threads of its process. The thread calls {@link #begin()}, adds
 * the waiter words, calls {@link #announce()}, checks all its conditions, and calls {@link #sleep}. All words share one
 * fence, because a membarrier costs about 10 us. {@link #wake()} and {@link #close()} are thread-safe; the other methods
 * are confined to one thread. Does not allocate.
 */
public final class GroupParker implements AutoCloseable {
    /** The most rings; one word of the system call is the private one. */
    public static final int MAX_WORDS = FutexVector.MAX_WORDS - 1;

    /** The sleep for several rings where the kernel cannot sleep on several words. */
    private static final long POLL_NANOS = 1_000_000L;
    private static final boolean SEVERAL = FutexVector.isAvailable();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
    private final MemorySegment control = arena.allocate(ValueLayout.JAVA_INT);
    private final WakeWord own = new WakeWord(control, 0, FenceSide.WAKER);
    private final FutexVector words = new FutexVector();
    private int ownAnnouncement;
    private boolean needsMembarrier;
    private int count;
    /** The only waiter word, and its announced value; null if there are several or none. */
    private volatile WakeWord single;
    private int singleAnnouncement;
    /** Guarded by this. */
    private boolean closed;

    /** Begins a sleep without words but the private one. */
    public void begin() {
        words.clear();
        count = 0;
        single = null;
        needsMembarrier = false;
        ownAnnouncement = own.arm();
        words.add(own.address(), ownAnnouncement);
    }

    /**
     * Adds a waiter word to the sleep.
     *
     * @param word mapped until the sleep ends
     * @throws IllegalStateException if there are {@link #MAX_WORDS} already
     */
    public void add(WakeWord word) {
        // [single] Before the word is armed.
        single = count == 0 ? word : null;
        add(word, word.arm());
        needsMembarrier |= word.needsMembarrier();
    }

    /** Adds a waiter word that was announced, with its announced value. */
    void add(WakeWord word, int announcement) {
        single = count == 0 ? word : null;
        count++;
        singleAnnouncement = announcement;
        words.add(word.address(), announcement);
    }

    /**
     * Lets the fence of {@link #announce()} serve another group, too: its words were added before this call, and its
     * thread does not call {@link #announce()}.
     *
     * @param other a group whose conditions this thread checks
     */
    void include(GroupParker other) {
        needsMembarrier |= other.needsMembarrier;
    }

    /** Completes the announcements: what wakers stored before they missed one is visible to loads after this call. */
    public void announce() {
        // Orders the announcements before the checks that follow; pairs with the fences of the wakers, or stands for
        // them.
        if (needsMembarrier) {
            Membarrier.fence();
        }
        Words.fullFence();
    }

    /**
     * Sleeps until one of the words is woken; may return at any time.
     *
     * @param maxNanos longest sleep in nanoseconds, from 1
     */
    public void sleep(long maxNanos) {
        if (SEVERAL) {
            words.await(maxNanos);
        } else if (count == 0) {
            own.sleep(ownAnnouncement, timespec, maxNanos);
        } else if (count > 1) {
            own.sleep(ownAnnouncement, timespec, Math.min(maxNanos, POLL_NANOS));
        } else if (own.isAnnounced(ownAnnouncement)) {
            // [single] A wake() that missed the word has changed the private one before.
            single.sleep(singleAnnouncement, timespec, maxNanos);
        }
    }

    /** Returns whether one thread can sleep for several rings without looking at them now and then. */
    static boolean canSleepOnSeveral() {
        return SEVERAL;
    }

    /** Ends the sleep, or the next one if its announcement was made. Called after the store that the thread waits for. */
    public synchronized void wake() {
        if (!closed) {
            own.wake();
            WakeWord word = single;
            if (!SEVERAL && word != null) {
                word.wakeAll();
            }
        }
    }

    /** Releases the memory; the thread does not sleep any more. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            words.close();
            arena.close();
        }
    }
}
