package io.rondo.cli.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command after SIGINT, SIGTERM or SIGHUP: its loop reads {@link #requested}, its wait is interrupted, and the JVM waits
 * for it to close. The exit status stays that of the signal. Thread-safe.
 */
public final class StopSignal {
    /** Longest time to close, more than the default linger. A command that is stuck in a system call ends without closing. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(7);

    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private boolean installed;
    /** Guarded by this. */
    private boolean outputMatters;
    private volatile Duration longestClose = LONGEST_CLOSE;

    /**
     * A signal for the calling thread. Until {@link #install} only {@link #request} raises it.
     */
    public StopSignal() {
        worker = Thread.currentThread();
    }

    /**
     * Raises this signal when the JVM shuts down, which then waits until {@link #finished} is called. If the JVM is shutting down
     * already, the signal is raised at once.
     */
    public void install() {
        installed = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "rondo-stop"));
        } catch (IllegalStateException e) {
            requested = true;
        }
    }

    /**
     * Raises this signal also when the reader of standard output closes it: a command that waits for messages would otherwise
     * find that with the next message only. Does nothing for a signal that is not {@linkplain #install installed}.
     */
    public synchronized void watchOutput() {
        if (installed) {
            outputMatters = true;
            OutputWatch.start(this);
        }
    }

    private void stopAndWait() {
        if (finished.getCount() == 0) {
            return;
        }
        request();
        try {
            finished.await(longestClose.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets the longest time for which the JVM waits for the command to close; 7 s by default. */
    public void allow(Duration longest) {
        longestClose = longest;
    }

    /** Asks the command to end, and interrupts its wait. */
    public void request() {
        requested = true;
        worker.interrupt();
    }

    /** Raises this signal unless {@link #acknowledge} was called since {@link #watchOutput}: closing must not be interrupted. */
    synchronized void outputClosed() {
        if (outputMatters) {
            request();
        }
    }

    /**
     * Whether the command is to end.
     *
     * @return true once asked
     */
    public boolean requested() {
        return requested;
    }

    /**
     * Called by the command when its loop has ended: takes back the interrupt, which would disturb closing. Output that is
     * closed from now on does not matter.
     *
     * @return whether it was asked to end
     */
    public synchronized boolean acknowledge() {
        outputMatters = false;
        requested |= installed && isJvmEnding();
        if (requested) {
            Thread.interrupted();
        }
        return requested;
    }

    /** Whether the JVM is shutting down, although the thread of {@link #install} may not have begun. */
    private static boolean isJvmEnding() {
        try {
            return Runtime.getRuntime().removeShutdownHook(new Thread());
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Called when everything is closed. */
    public void finished() {
        finished.countDown();
    }
}
