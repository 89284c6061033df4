package io.rondo.client.service;

import io.rondo.client.endpoint.MessageHeader;
import io.rondo.codecs.service.RequestKind;
import io.rondo.core.os.CoarseClock;
import org.agrona.MutableDirectBuffer;

/**
 * The header of a requester's next request. Its deadline is counted from the moment at which there is space. Confined to the
 * requester's thread.
 */
final class NewRequest implements MessageHeader {
    /** Longer deadlines may be a tick of the clock late. */
    private static final long PRECISE_NANOS = 1_000_000_000L;

    private final long requester;
    private final RequestHeader header = new RequestHeader();
    private final CoarseClock clock = new CoarseClock();
    private long correlation = 1;
    private long nanos;
    private long deadline;

    NewRequest(long requester) {
        this.requester = requester;
    }

    /** Sets the time from the claim to the deadline. */
    void within(long nanosFromClaim) {
        nanos = nanosFromClaim;
    }

    /** Sets a deadline that does not depend on the claim; returns it. */
    long before(long nanoTime) {
        nanos = 0;
        deadline = nanoTime;
        return nanoTime;
    }

    /** The deadline of the request that was written last, a value of {@link System#nanoTime()}. */
    long deadline() {
        return deadline;
    }

    /** Notes that the request was sent; returns its correlation id. */
    long sent() {
        return correlation++;
    }

    @Override
    public int length() {
        return RequestHeader.LENGTH;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset) {
        if (nanos != 0) {
            deadline = nanos + (nanos <= PRECISE_NANOS ? System.nanoTime() : clock.nanos() + CoarseClock.TICK_NANOS);
        }
        header.set(RequestKind.REQUEST, correlation, requester, HostClock.millis(deadline)).write(buffer, offset);
    }
}
