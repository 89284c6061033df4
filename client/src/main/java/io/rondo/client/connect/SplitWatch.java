package io.rondo.client.connect;

import io.rondo.client.shm.Feeder;
import io.rondo.core.UnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Looks, while one who uses a segment waits, whether the channel's owner listens somewhere without using that segment: each would wait for
 * the other for ever. Confined to one thread.
 */
final class SplitWatch implements Feeder {
    /** An owner that begins listens a moment before it is counted. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier split;
    private final Supplier<UnavailableException> failure;
    private long lookedAt = System.nanoTime();
    private boolean suspicious;

    /**
     * Suspects nothing.
     *
     * @param split whether an owner listens and none is in the segment
     * @param failure names both
     */
    SplitWatch(BooleanSupplier split, Supplier<UnavailableException> failure) {
        this.split = split;
        this.failure = failure;
    }

    @Override
    public boolean feed() {
        return false;
    }

    @Override
    public void rest() {
        long now = System.nanoTime();
        if (now - lookedAt < PATIENCE_NANOS) {
            return;
        }
        lookedAt = now;
        boolean seen = split.getAsBoolean();
        if (seen && suspicious) {
            throw failure.get();
        }
        suspicious = seen;
    }
}
