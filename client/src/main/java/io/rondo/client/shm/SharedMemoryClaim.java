package io.rondo.client.shm;

import io.rondo.client.Claim;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;

/** The one claim of a publisher, reused. */
final class SharedMemoryClaim implements Claim {
    private static final long NOBODY = 0;

    private final SharedMemoryPublisher publisher;
    private final SegmentBuffer view;
    /** Id of the thread that opened the claim: a number, because storing a reference costs the collector's barrier. */
    private long owner = NOBODY;

    SharedMemoryClaim(SharedMemoryPublisher publisher, MemorySegment data) {
        this.publisher = publisher;
        view = SegmentBuffer.ofMapping(data);
    }

    SharedMemoryClaim open(long payload, int length) {
        view.window(payload, length);
        owner = Thread.currentThread().threadId();
        return this;
    }

    boolean isOpen() {
        return owner != NOBODY;
    }

    /** Called inside a call of the publisher. */
    void end() {
        requireOpen();
        owner = NOBODY;
        view.shut();
    }

    private void requireOpen() {
        if (owner == NOBODY) {
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
        if (owner == Thread.currentThread().threadId()) {
            abort();
        }
    }
}
