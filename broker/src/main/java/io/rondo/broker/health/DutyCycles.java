package io.rondo.broker.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the duty cycles of one thread, so that a watchdog sees whether it makes progress. */
public final class DutyCycles {
    private static final Path THREAD = Path.of("/proc/thread-self");

    private final String name;
    private final AtomicLong count = new AtomicLong();
    private volatile Thread thread;
    private volatile Path kernelThread;
    private volatile boolean ended;

    /**
     * Creates the counter of a thread that has not begun.
     *
     * @param name of the thread
     */
    public DutyCycles(String name) {
        this.name = name;
    }

    /** The calling thread begins with its duty cycles. */
    public void begin() {
        try {
            kernelThread = Path.of("/proc").resolve(Files.readSymbolicLink(THREAD));
        } catch (IOException e) {
            // Without its path the state of the thread in the kernel is unknown.
            kernelThread = null;
        }
        thread = Thread.currentThread();
    }

    /** The thread has begun a duty cycle. For that thread; costs one plain store. */
    public void increment() {
        count.setOpaque(count.getPlain() + 1);
    }

    /** The thread ends in order. */
    public void end() {
        ended = true;
    }

    /** Returns the name of the thread. */
    public String name() {
        return name;
    }

    long count() {
        return count.getOpaque();
    }

    boolean hasBegun() {
        return thread != null;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Returns whether the thread has died although it did not end in order. */
    boolean hasDied() {
        Thread begun = thread;
        return begun != null && !ended && !begun.isAlive();
    }

    /** Returns whether the kernel lets the thread wait without interruption, as it does in input and output of a disk. */
    boolean isInUninterruptibleSleep() {
        Path path = kernelThread;
        if (path == null) {
            return false;
        }
        try {
            String stat = Files.readString(path.resolve("stat"));
            return stat.startsWith("D", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }
}
