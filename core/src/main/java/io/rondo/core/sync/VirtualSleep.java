package io.rondo.core.sync;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets a platform thread sleep in the kernel for a virtual thread. */
final class VirtualSleep {
    private VirtualSleep() {}

    /**
     * Runs the sleep to its end. An interrupt of the virtual thread wakes the sleeper, and the interrupt status stays
     * set.
     */
    static void await(Runnable sleep, Runnable wake) {
        Future<?> future = Helpers.POOL.submit(sleep);
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                wake.run();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the sleep failed", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Helpers {
        static final ExecutorService POOL = Executors
                .newCachedThreadPool(Thread.ofPlatform().daemon().name("rondo-sleep-", 0).factory());
    }
}
