package io.rondo.core.wait;

import java.util.concurrent.locks.LockSupport;

/** The pauses of a spinning wait. A virtual thread that spins keeps its carrier, so it must give it away while it waits. */
final class Pause {
    private Pause() {}

    /**
     * Pauses between two looks: a virtual thread yields.
     *
     * @param virtual whether the calling thread is virtual; asked once per wait
     */
    static void take(boolean virtual) {
        if (virtual) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /**
     * Lets other virtual threads run, for a wait that spins without end. Yielding does not ensure that: with JDK 25,
     * carriers that each have a yielding thread continue those threads only, and a virtual thread that starts or is
     * unparked never runs. A thread that parks, if only for a nanosecond, leaves its carrier to any other.
     *
     * @param virtual as for {@link #take}; a platform thread goes on at once
     */
    static void leaveCarrier(boolean virtual) {
        if (virtual) {
            LockSupport.parkNanos(1);
        }
    }
}
