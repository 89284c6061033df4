package io.rondo.client.endpoint;

import io.rondo.client.Claim;
import io.rondo.core.buffer.SegmentBuffer;
import org.agrona.MutableDirectBuffer;

/** The one claim of a publisher, reused. It is open while the publisher's guard is held. */
final class EndpointClaim implements Claim {
    private final PublisherEndpoint publisher;
    private final CallGuard guard;
    private final SegmentBuffer view;

    EndpointClaim(PublisherEndpoint publisher, CallGuard guard, SegmentBuffer view) {
        this.publisher = publisher;
        this.guard = guard;
        this.view = view;
    }

    SegmentBuffer view() {
        return view;
    }

    boolean isOpen() {
        return guard.holder() != CallGuard.NO_THREAD;
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
    public long commit(int length) {
        return publisher.commitClaim(length);
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
