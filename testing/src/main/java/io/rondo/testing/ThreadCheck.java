package io.rondo.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Checks after the last test of a run that the threads of Rondo have ended. Tests that run at the same time share
 * threads, so the end of one test is too early.
 */
final class ThreadCheck implements AutoCloseable {
    private static final String PREFIX = "rondo-";
    /** Live as long as the JVM. */
    private static final Set<String> PERMANENT = Set.of("rondo-cleaner", "rondo-segment-events", "rondo-segment-looks");
    private static final long GRACE_NANOS = 10_000_000_000L;
    private static final long INTERVAL_NANOS = 10_000_000;

    @Override
    public void close() {
        long start = System.nanoTime();
        List<Thread> left = left();
        while (!left.isEmpty() && System.nanoTime() - start < GRACE_NANOS) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            left = left();
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the tests left behind threads of Rondo: "
                    + left.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "))
                    + ": close every Rondo in the tests and in the application under test");
        }
    }

    private static List<Thread> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(PREFIX) && !PERMANENT.contains(thread.getName()))
                .toList();
    }
}
