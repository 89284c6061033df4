package io.rondo.cli.stream;

/** When a command reports that it waits: after 1 s, and then every 10 s, or not again in this wait. Confined to one thread. */
final class WaitNotice {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long NEXT_NANOS = 10_000_000_000L;

    private final boolean repeats;
    private long due;
    private boolean waiting;
    private boolean reported;
    /** Whether no more reports are due in this wait. */
    private boolean silent;

    /**
     * No wait has begun.
     *
     * @param repeats whether a wait is reported more than once
     */
    WaitNotice(boolean repeats) {
        this.repeats = repeats;
    }

    /** Ends the wait. */
    void ended() {
        waiting = false;
    }

    /** Whether a report is due; a wait begins with the first call after {@link #ended}. */
    boolean isDue() {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            silent = false;
            // Waits that end and begin often do not cause more lines.
            due = reported ? Math.max(due - now, FIRST_NANOS) + now : now + FIRST_NANOS;
        }
        return !silent && now - due >= 0;
    }

    /** The report was printed. */
    void reported() {
        reported = true;
        silent = !repeats;
        postpone();
    }

    /** Delays the next report. */
    void postpone() {
        due = System.nanoTime() + NEXT_NANOS;
    }
}
