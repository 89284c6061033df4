package io.rondo.core.sync;

import io.rondo.core.ClosedException;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.os.Futex;
import io.rondo.core.wait.Parking;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One participant's sleeping. {@link #close()} may come from any thread; the rest is confined to the participant's thread.
 * Does not allocate on platform threads.
 */
public final class Parker implements Parking, AutoCloseable {
    private final String name;
    private final WakeWord word;
    private final Runnable onPark;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment timespec = arena.allocate(Futex.TIMESPEC_LENGTH, Long.BYTES);
    private final InterruptHook hook;
    private final AtomicInteger inKernel = new AtomicInteger();
    private int announcement;
    private volatile boolean closed;

    /**
     * Creates the sleeping of one participant.
     *
     * @param name of the participant, for messages
     * @param word where it announces itself
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
        announcement = word.announce();
    }

    @Override
    public void check() {
        if (closed) {
            throw new ClosedException(name + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedWaitException(name + ": the wait was interrupted");
        }
    }

    @Override
    public void sleep(long maxNanos) {
        onPark.run();
        if (Thread.currentThread().isVirtual()) {
            // A carrier that sleeps in the kernel is lost to all other virtual threads.
            VirtualSleep.await(() -> sleepInKernel(maxNanos), this::wakeInterrupted);
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

    /** Runs in the thread that interrupts, perhaps when the word is gone already. */
    private synchronized void wakeInterrupted() {
        if (!closed) {
            word.wakeAll();
        }
    }

    private void sleepInKernel(long maxNanos) {
        // Volatile increment, then volatile load of closed; close() stores closed, then loads the count: one sees the other.
        inKernel.incrementAndGet();
        try {
            if (!closed) {
                word.sleep(announcement, timespec, maxNanos);
            }
        } finally {
            inKernel.decrementAndGet();
        }
    }

    /** Makes waiting calls throw, and returns once none of this participant's is in the kernel. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (inKernel.get() != 0) {
            word.wakeAll();
            Thread.yield();
        }
        arena.close();
    }
}
