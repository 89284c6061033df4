package io.rondo.client.shm;

import io.rondo.client.Claim;
import io.rondo.client.guard.CallGuard;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;

/** The one claim of a publisher, reused. */
final class SharedMemoryClaim implements Claim {
    private final SharedMemoryPublisher publisher;
    private final SegmentBuffer view;
    /** Held while the claim is open. */
    private final CallGuard guard;

    SharedMemoryClaim(SharedMemoryPublisher publisher, CallGuard guard, MemorySegment data) {
        this.publisher = publisher;
        this.guard = guard;
        view = SegmentBuffer.ofMapping(data);
    }

    /** Opens the claim; the guard is held already. */
    SharedMemoryClaim open(long payload, int length) {
        view.window(payload, length);
        return this;
    }

    boolean isOpen() {
        return guard.holder() != CallGuard.NOBODY;
    }

    /** Called inside a call of the publisher. */
    void end() {
        requireOpen();
        view.shut();
        guard.endHold();
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("the claim is not open: it was committed or aborted");
        }
    }

    @Override
    public MutableDirectBuffer buffer() {
        requireOpen();
        return view;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return view.capacity();
    }

    @Override
    public long commit() {
        return publisher.commitClaim();
    }

    @Override
    public void abort() {
        publisher.abortClaim();
    }

    @Override
    public void close() {
        if (isOpen()) {
            abort();
        }
    }

    void abortIfOwnedByCaller() {
        if (guard.holder() == Thread.currentThread().threadId()) {
            abort();
        }
    }
}
