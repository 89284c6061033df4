package io.rondo.core.memory;

import java.lang.foreign.Arena;

/** A fence on all threads of this JVM, paid by the one who rarely needs it instead of by those who run all the time. */
public final class ProcessFence {
    private ProcessFence() {}

    /**
     * Returns when every thread has passed a full fence since the call began. What a thread stored before its fence is visible to
     * the caller, and what the caller stored is visible to loads after it: closing a shared arena hand-shakes with all threads.
     */
    public static void run() {
        Arena.ofShared().close();
    }
}
