package io.rondo.cli.stream;

/** When a command reports that it waits: after 1 s, and then every 10 s. Confined to one thread. */
final class WaitNotice {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long NEXT_NANOS = 10_000_000_000L;

    private long due;
    private boolean waiting;
    private boolean reported;

    /** Ends the wait. */
    void ended() {
        waiting = false;
    }

    /** Whether a report is due; a wait begins with the first call after {@link #ended}. */
    boolean isDue() {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            // Waits that end and begin often do not cause more lines.
            due = reported ? Math.max(due - now, FIRST_NANOS) + now : now + FIRST_NANOS;
        }
        return now - due >= 0;
    }

    /** The report was printed. */
    void reported() {
        reported = true;
        postpone();
    }

    /** Delays the next report. */
    void postpone() {
        due = System.nanoTime() + NEXT_NANOS;
    }
}
