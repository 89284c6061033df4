package io.rondo.client.shm;

import io.rondo.client.Claim;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;

/** The one claim of a publisher, reused. */
final class SharedMemoryClaim implements Claim {
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private final SharedMemoryPublisher publisher;
    private final SegmentBuffer view = new SegmentBuffer();
    private Thread owner;

    SharedMemoryClaim(SharedMemoryPublisher publisher) {
        this.publisher = publisher;
    }

    SharedMemoryClaim open(MemorySegment data, long payload, int length) {
        view.wrap(data, payload, length);
        owner = Thread.currentThread();
        return this;
    }

    boolean isOpen() {
        return owner != null;
    }

    private void end() {
        if (owner == null) {
            throw new IllegalStateException("the claim is not open: it was committed or aborted");
        }
        owner = null;
        view.wrap(NOTHING, 0, 0);
    }

    @Override
    public MutableDirectBuffer buffer() {
        if (owner == null) {
            throw new IllegalStateException("the claim is not open: it was committed or aborted");
        }
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
        end();
        return publisher.commit();
    }

    @Override
    public void abort() {
        end();
        publisher.abortClaim();
    }

    @Override
    public void close() {
        if (owner != null) {
            abort();
        }
    }

    void abortIfOwnedByCaller() {
        if (owner == Thread.currentThread()) {
            abort();
        }
    }
}
