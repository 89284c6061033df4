package io.rondo.client.socket.files;

import io.rondo.core.wait.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One bounded wait for a lock. Clears the thread's interrupt, because the JDK closes a file channel if its thread is
 * interrupted, and restores it afterwards. Confined to one thread.
 */
final class LockWait {
    private static final long RETRY_NANOS = 200_000;

    private final long deadline;
    private boolean interrupted = Thread.interrupted();

    LockWait(Duration longest) {
        deadline = Deadline.after(longest);
    }

    boolean isOver() {
        return System.nanoTime() - deadline > 0;
    }

    void pause() {
        LockSupport.parkNanos(RETRY_NANOS);
        // An interrupt would make the next pause return immediately.
        interrupted |= Thread.interrupted();
    }

    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
