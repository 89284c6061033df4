package io.rondo.core.memory;

import java.lang.foreign.Arena;

/** A fence on all threads of this JVM, paid by the one who rarely needs it instead of by those who run all the time. */
public final class ProcessFence {
    private ProcessFence() {}

    /**
     * Returns when every thread has passed a full fence since the call began. What a thread stored before its fence is visible to
     * the caller, and what the caller stored is visible to loads after it.
     *
     * <p>It closes a shared arena, for which HotSpot hand-shakes with every thread (JEP 454). On a JVM that did without, a call that
     * is in progress while its endpoint is closed by another thread could be cut off in the middle.
     */
    public static void run() {
        Arena.ofShared().close();
    }
}
