package io.rondo.core.wait;

import java.util.concurrent.locks.LockSupport;

/** The pauses of a spinning wait. A virtual thread that spins occupies its carrier, so it yields or parks instead. */
final class Pause {
    private Pause() {}

    /**
     * Pauses between two checks; a virtual thread yields.
     *
     * @param virtual whether the calling thread is virtual; determined once per wait
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
     * unparked never runs. A thread that parks, if only for a nanosecond, releases its carrier to any other.
     *
     * @param virtual as for {@link #take}; a platform thread continues at once
     */
    static void leaveCarrier(boolean virtual) {
        if (virtual) {
            LockSupport.parkNanos(1);
        }
    }
}
