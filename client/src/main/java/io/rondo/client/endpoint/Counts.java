package io.rondo.client.endpoint;

import io.rondo.core.SegmentException;
import java.util.function.IntSupplier;

/** Counts participants for any thread, also beside one that closes. */
final class Counts {
    private Counts() {}

    static int of(Lifecycle lifecycle, IntSupplier count) {
        lifecycle.requireOpen();
        try {
            return count.getAsInt();
        } catch (SegmentException e) {
            lifecycle.requireOpen();
            throw SegmentErrors.translate(e);
        } catch (IllegalStateException e) {
            // Closed meanwhile, and the memory is gone.
            lifecycle.requireOpen();
            throw e;
        }
    }
}
