package io.rondo.broker.log.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of code allocates once it is compiled. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 20_000;
    /** Compilation happens in the background, on a machine that may be busy. */
    private static final int ROUNDS = 500;
    /** What the measurement itself takes. */
    private static final long OWN_BYTES = 512;

    private Allocation() {}

    /**
     * Fails if the action never stops allocating.
     *
     * @param action is run many thousand times
     */
    public static void assertNone(Runnable action) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > OWN_BYTES; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                action.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated by %d calls", CALLS).isLessThanOrEqualTo(OWN_BYTES);
    }
}
