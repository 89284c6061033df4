package io.rondo.core.sync;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.WaiterLayout;
import io.rondo.core.os.Futex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one participant sleep in the kernel. {@link #close()} is thread-safe; the other methods are confined to the
 * participant's thread. Does not allocate on platform threads.
 */
public final class Parker implements GroupParking, AutoCloseable {
    private static final long CLOSE_PAUSE_NANOS = 50_000L;

    private final String name;
    private final WakeWord word;
    private final Runnable onPark;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
    private final InterruptHook hook;
    private final AtomicInteger inKernel = new AtomicInteger();
    private int announcement = WaiterLayout.NEVER;
    private volatile boolean sleepsInGroup;
    private volatile boolean closed;

    /**
     * Creates the parker of one participant.
     *
     * @param name the participant's name, for messages
     * @param word the waiter word in which it announces itself
     * @param onPark called before each sleep
     */
    public Parker(String name, WakeWord word, Runnable onPark) {
        this.name = name;
        this.word = word;
        this.onPark = onPark;
        hook = new InterruptHook(this::wakeInterrupted);
    }

    @Override
    public void prepare() {
        // One fence is enough for one announcement: a waker that published before it is seen by every later look, and one
        // that publishes after it finds the word armed and changes it.
        if (!word.isAnnounced(announcement)) {
            announcement = word.announce();
        }
    }

    @Override
    public boolean sleepsInWord() {
        return true;
    }

    @Override
    public void joinSleep(GroupParker group) {
        // Volatile store, then volatile load of closed; close() does the reverse: at least one sees the other's store.
        sleepsInGroup = true;
        if (!closed) {
            group.add(word);
        }
    }

    @Override
    public void check() {
        if (closed) {
            throw new SegmentException(Reason.CLOSED, name + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new SegmentException(Reason.INTERRUPTED, name + ": the wait was interrupted");
        }
    }

    @Override
    public void sleep(long maxNanos) {
        onPark.run();
        if (Thread.currentThread().isVirtual()) {
            sleepVirtually(maxNanos);
        } else {
            hook.before();
            try {
                sleepInKernel(maxNanos);
            } finally {
                hook.after();
            }
        }
        check();
    }

    /** Runs in the interrupting thread, perhaps after the word is unmapped. */
    private synchronized void wakeInterrupted() {
        if (!closed) {
            word.wakeAll();
        }
    }

    /** A carrier that sleeps in the kernel is unavailable to all other virtual threads. */
    private void sleepVirtually(long maxNanos) {
        if (GroupParker.canSleepOnSeveral()) {
            sleepInKernel(maxNanos);
        } else {
            VirtualSleep.await(() -> sleepInKernel(maxNanos), this::wakeInterrupted);
        }
    }

    private void sleepInKernel(long maxNanos) {
        // Volatile increment, then volatile load of closed; close() stores closed, then loads the count: at least one
        // sees the other's store.
        inKernel.incrementAndGet();
        try {
            if (!closed && Thread.currentThread().isVirtual()) {
                WordSleeper.await(word, announcement, maxNanos);
            } else if (!closed) {
                word.sleep(announcement, timespec, maxNanos);
            }
        } finally {
            inKernel.decrementAndGet();
        }
    }

    /** Makes waiting calls throw, and returns when no call of this participant is in the kernel. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (sleepsInGroup) {
            word.wakeAll();
        }
        awaitEndOfSleep();
        arena.close();
    }

    /** A virtual thread parks between two looks, because the thread that it waits for may need its carrier. */
    private void awaitEndOfSleep() {
        boolean interrupted = false;
        while (inKernel.get() != 0) {
            word.wakeAll();
            if (Thread.currentThread().isVirtual()) {
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
            } else {
                Thread.yield();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
