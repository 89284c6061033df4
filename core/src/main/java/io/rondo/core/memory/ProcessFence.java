package io.rondo.core.memory;

import java.lang.foreign.Arena;

/** A full fence on all threads of this JVM. The rare caller pays for it instead of the hot path of every thread. */
public final class ProcessFence {
    private ProcessFence() {}

    /**
     * Returns when every thread has passed a full fence since the call began. Stores that a thread made before its
     * fence are visible to the caller, and stores of the caller are visible to loads after it.
     *
     * <p>It closes a shared arena, for which HotSpot performs a handshake with every thread (JEP 454). On a JVM without
     * that handshake, a call in progress could be cut off in the middle when another thread closes its endpoint.
     */
    public static void run() {
        Arena.ofShared().close();
    }
}
