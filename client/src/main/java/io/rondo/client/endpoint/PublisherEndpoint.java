package io.rondo.client.endpoint;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.core.SegmentException;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * The publisher of every transport.
 *
 * <p>Two classes implement {@link ProducerTransport}, one for shared memory and one for sockets. The compiler inlines
 * both into a call that meets both. A third, for shared memory by descriptor, costs each call of a process that uses all
 * three an indirect call.
 */
public final class PublisherEndpoint implements Publisher, Endpoint {
    private final String channel;
    private final ProducerTransport transport;
    private final Lifecycle lifecycle;
    private final Waiter waiter;
    private final SpaceCondition space;
    private final SegmentBuffer copy;
    private final EndpointClaim claim;

    /**
     * Creates an open publisher.
     *
     * @param channel the name
     * @param transport used by this publisher only
     * @param lifecycle of this publisher
     * @param waiter waits for space
     * @param failWithoutConsumer whether a wait ends when no consumer is attached
     */
    public PublisherEndpoint(String channel, ProducerTransport transport, Lifecycle lifecycle, Waiter waiter,
            boolean failWithoutConsumer) {
        this.channel = channel;
        this.transport = transport;
        this.lifecycle = lifecycle;
        this.waiter = waiter;
        space = new SpaceCondition(transport, failWithoutConsumer);
        copy = transport.newView();
        claim = new EndpointClaim(this, transport, lifecycle);
    }

    @Override
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public long tryPublish(DirectBuffer buffer, int offset, int length) {
        return publish(null, buffer, offset, length, false, null);
    }

    /**
     * As {@link #tryPublish(DirectBuffer, int, int)}, with a header before the message. The header is written when there is
     * space, just before the message.
     *
     * @param length of the message in bytes, from 0 to the longest message less the header
     */
    public long tryPublish(MessageHeader header, DirectBuffer buffer, int offset, int length) {
        return publish(header, buffer, offset, length, false, null);
    }

    /** As {@link #tryPublish(MessageHeader, DirectBuffer, int, int)}, but waits for space. */
    public long publish(MessageHeader header, DirectBuffer buffer, int offset, int length, Duration timeout) {
        return publish(header, buffer, offset, length, true, timeout);
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length) {
        return publish(null, buffer, offset, length, true, null);
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length, Duration timeout) {
        return publish(null, buffer, offset, length, true, Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * The attempt and the wait are one call, so that no other thread can begin a call between them.
     *
     * @param header null for none
     */
    private long publish(MessageHeader header, DirectBuffer buffer, int offset, int length, boolean waits,
            Duration timeout) {
        int headerLength = header == null ? 0 : header.length();
        requirePublishable(buffer, offset, length, headerLength);
        lifecycle.enterCall();
        try {
            requireNoClaim();
            long claimed = claimSpace(headerLength + length, waits, timeout);
            return claimed < 0 ? claimed : copyAndCommit(claimed, header, headerLength, buffer, offset, length);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    /**
     * Publishes a copy of the message under a sequence that the caller chooses.
     *
     * @param sequence from 1
     * @param waits whether to wait for space
     * @return the sequence, also if a message with this sequence or a later one was published before and this one is
     * ignored; or the reason why there is no space
     */
    public long publish(long sequence, DirectBuffer buffer, int offset, int length, boolean waits) {
        requirePublishable(buffer, offset, length, 0);
        lifecycle.enterCall();
        try {
            requireNoClaim();
            if (!transport.isNew(sequence)) {
                return sequence;
            }
            long claimed = claimSpace(length, waits, null);
            if (claimed < 0) {
                return claimed;
            }
            transport.number(sequence);
            return copyAndCommit(claimed, null, 0, buffer, offset, length);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    /**
     * Claims space; returns the claim, or the reason why there is none.
     *
     * @param timeout the longest wait; null for no limit
     */
    private long claimSpace(int length, boolean waits, Duration timeout) {
        long claimed = transport.tryClaim(length);
        return claimed < 0 && waits ? awaitSpace(length, timeout) : claimed;
    }

    private long awaitSpace(int length, Duration timeout) {
        long deadline = timeout == null ? Deadline.never() : Deadline.after(timeout);
        space.want(length);
        transport.beginWait();
        try {
            waiter.await(space, transport.parking(), deadline);
        } catch (RuntimeException | Error e) {
            if (space.result() >= 0) {
                transport.abort();
            }
            if (e instanceof SegmentException) {
                lifecycle.requireOpen();
            }
            throw e;
        } finally {
            transport.endWait();
        }
        return space.result();
    }

    private long copyAndCommit(long claimed, MessageHeader header, int headerLength, DirectBuffer buffer, int offset,
            int length) {
        try {
            transport.show(copy, claimed, headerLength + length);
            if (header != null) {
                header.write(copy, 0);
            }
            copy.putBytes(headerLength, buffer, offset, length);
        } catch (RuntimeException | Error e) {
            transport.abort();
            throw e;
        }
        return transport.commit();
    }

    @Override
    public Claim tryClaim(int length) {
        return claim(length, false, null);
    }

    @Override
    public Claim claim(int length) {
        return claim(length, true, null);
    }

    @Override
    public Claim claim(int length, Duration timeout) {
        return claim(length, true, Objects.requireNonNull(timeout, "timeout"));
    }

    private Claim claim(int length, boolean waits, Duration timeout) {
        // Loaded once: the compiler would load and check the field again after each access of the guard.
        ProducerTransport out = transport;
        requireLength(out, length, 0);
        boolean held = lifecycle.tryHold();
        if (held) {
            // Closing does not wait for a held guard. The claim is then cut off where it is, as the death of this
            // process would cut it off, and commit finds the publisher closed.
            long claimed;
            try {
                claimed = out.tryClaimCached(length);
            } catch (RuntimeException | Error e) {
                lifecycle.endHold();
                throw e;
            }
            if (claimed >= 0) {
                return open(out, claimed, length);
            }
        }
        return claimInCall(length, waits, timeout, held);
    }

    /** The hold of the first attempt ends inside the call, so that no other thread can begin a call between them. */
    private Claim claimInCall(int length, boolean waits, Duration timeout, boolean held) {
        try {
            lifecycle.enterCall();
        } catch (RuntimeException e) {
            if (held) {
                lifecycle.endHold();
            }
            throw e;
        }
        try {
            if (held) {
                lifecycle.endHold();
            }
            requireNoClaim();
            return hold(claimSpace(length, waits, timeout), length);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    private Claim hold(long claimed, int length) {
        if (claimed < 0) {
            return null;
        }
        lifecycle.hold();
        return open(transport, claimed, length);
    }

    private Claim open(ProducerTransport out, long claimed, int length) {
        out.show(claim.view(), claimed, length);
        return claim;
    }

    private void requirePublishable(DirectBuffer buffer, int offset, int length, int headerLength) {
        requireLength(transport, length, headerLength);
        buffer.boundsCheck(offset, length);
    }

    private void requireLength(ProducerTransport out, int length, int headerLength) {
        int longest = out.maxMessageLength() - headerLength;
        if (length < 0 || length > longest) {
            throw tooLong(channel, length, longest);
        }
    }

    /**
     * The exception of a message that is too long.
     *
     * @param channel the name
     * @param length in bytes
     * @param longest in bytes
     * @return the exception
     */
    public static IllegalArgumentException tooLong(String channel, int length, int longest) {
        return new IllegalArgumentException("channel " + channel + ": message length " + length + " is not from 0 to "
                + longest + ", the longest message: split it, or create the channel with a larger maximum");
    }

    private void requireNoClaim() {
        if (claim.isOpen()) {
            throw new IllegalStateException(
                    "channel " + channel + ": a claim of this publisher is open: commit or abort it first");
        }
    }

    @Override
    public long confirmed() {
        return transport.confirmed();
    }

    /** Whether this was closed, or ended by itself. Any thread. */
    public boolean hasEnded() {
        return lifecycle.isClosed();
    }

    /** Throws the exception of a call after the end, if this has ended. Any thread. */
    public void requireOpen() {
        lifecycle.requireOpen();
    }

    /** As {@link ProducerTransport#requestMark}. For the publisher's thread. */
    public long requestMark() {
        return transport.requestMark();
    }

    /** As {@link ProducerTransport#hasCompetingConsumers}. For the publisher's thread. */
    public boolean hasCompetingConsumers() {
        return transport.hasCompetingConsumers();
    }

    /** As {@link ProducerTransport#beginLook}. For the publisher's thread. */
    public void beginLook() {
        inCall(() -> {
            transport.beginLook();
            return 0;
        });
    }

    /** As {@link ProducerTransport#isAbandoned}. For the publisher's thread. */
    public boolean isAbandoned(long mark) {
        return inCall(() -> transport.isAbandoned(mark) ? 1 : 0) == 1;
    }

    /** As {@link ProducerTransport#isTaken}. For the publisher's thread. */
    public boolean isTaken(long mark) {
        return inCall(() -> transport.isTaken(mark) ? 1 : 0) == 1;
    }

    /** As {@link ProducerTransport#abandonedEnd}. For the publisher's thread. */
    public long abandonedEnd() {
        return inCall(transport::abandonedEnd);
    }

    /** As {@link ProducerTransport#hasConsumer}. For the publisher's thread. */
    public boolean hasConsumer() {
        return inCall(() -> transport.hasConsumer() ? 1 : 0) == 1;
    }

    private long inCall(LongSupplier question) {
        lifecycle.enterCall();
        try {
            return question.getAsLong();
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            lifecycle.leaveCall();
        }
    }

    @Override
    public int maxMessageLength() {
        return transport.maxMessageLength();
    }

    @Override
    public int consumers() {
        return Counts.of(lifecycle, transport::consumers);
    }

    @Override
    public int producers() {
        return Counts.of(lifecycle, transport::producers);
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Transport transport() {
        return transport.transport();
    }

    /** Aborts a claim that the calling thread has open. */
    @Override
    public void beforeClose() {
        claim.abortIfOwnedByCaller();
    }

    @Override
    public void close() {
        beforeClose();
        end();
        RondoException loss = transport.unreportedLoss();
        if (loss != null) {
            throw loss;
        }
    }

    @Override
    public void end() {
        lifecycle.endAfterCall();
    }
}
