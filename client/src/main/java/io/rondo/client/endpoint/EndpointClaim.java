package io.rondo.client.endpoint;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.core.SegmentException;
import io.rondo.core.buffer.SegmentBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The one claim of a publisher, reused. It is open while the publisher's guard is held. If another thread closes the publisher,
 * the claim is given up with it.
 */
final class EndpointClaim implements Claim {
    /** Kept reachable while the claim is in use, so that the cleaner does not close it. */
    @SuppressWarnings("unused")
    private final Publisher publisher;
    private final ProducerTransport transport;
    private final Lifecycle lifecycle;
    private final SegmentBuffer view;

    EndpointClaim(Publisher publisher, ProducerTransport transport, Lifecycle lifecycle) {
        this.publisher = publisher;
        this.transport = transport;
        this.lifecycle = lifecycle;
        view = transport.newView();
    }

    SegmentBuffer view() {
        return view;
    }

    boolean isOpen() {
        return lifecycle.holder() != CallGuard.NO_THREAD;
    }

    private void requireOpen() {
        if (!isOpen()) {
            lifecycle.requireOpen();
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
        // Loaded once: the compiler would load and check the field again after each access of the guard.
        ProducerTransport out = transport;
        enterToEnd();
        try {
            end();
            return out.commit();
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    @Override
    public long commit(int length) {
        int claimed = length();
        enterToEnd();
        try {
            if (isOpen() && (length < 0 || length > claimed)) {
                throw new IllegalArgumentException("commit length " + length + " is not from 0 to " + claimed
                        + ", the claimed length: claim as much as the message may need");
            }
            end();
            return transport.commit(length);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    private void enterToEnd() {
        if (!lifecycle.enterToEndClaim()) {
            end();
            throw lifecycle.refusal();
        }
    }

    /** Inside a call of the publisher, or after its end. */
    private void end() {
        requireOpen();
        view.shut();
        lifecycle.endHold();
    }

    @Override
    public void abort() {
        if (!isAborted()) {
            throw lifecycle.refusal();
        }
    }

    /** Aborts; returns false if the publisher was closed, and the claim has ended with it. */
    private boolean isAborted() {
        if (!lifecycle.enterToEndClaim()) {
            end();
            return false;
        }
        try {
            end();
            transport.abort();
            return true;
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    @Override
    public void close() {
        if (isOpen()) {
            isAborted();
        }
    }

    void abortIfOwnedByCaller() {
        if (lifecycle.holder() == Thread.currentThread().threadId()) {
            isAborted();
        }
    }
}
