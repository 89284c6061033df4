package io.rondo.client.socket;

import io.rondo.client.Claim;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;

/** The one claim of a publisher over a socket, reused. */
final class OutboxClaim implements Claim {
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);
    private static final long NOBODY = 0;

    private final OutboxPublisher publisher;
    private final SegmentBuffer view = new SegmentBuffer();
    private long owner = NOBODY;

    OutboxClaim(OutboxPublisher publisher) {
        this.publisher = publisher;
    }

    /** To be moved over the claimed message before {@link #open()}. */
    SegmentBuffer view() {
        return view;
    }

    OutboxClaim open() {
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
        view.wrap(NOTHING, 0, 0);
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
