package io.rondo.client.shm;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Transport;
import io.rondo.client.guard.Resources;
import io.rondo.core.ChannelRemovedException;
import io.rondo.core.ClosedException;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.ProcessFence;
import io.rondo.core.memory.SegmentBuffer;
import io.rondo.core.ring.MultiProducerWriter;
import io.rondo.core.ring.RecordWriter;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.SingleProducerWriter;
import io.rondo.core.ring.Survey;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.Deadline;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** Publishes into a segment. */
final class SharedMemoryPublisher implements Publisher, Resources.Holder {
    private final Endpoint endpoint;
    private final Participant participant;
    private final RecordWriter writer;
    private final int maxMessageLength;
    private final Counters counters;
    private final SpaceCondition space;
    private final SegmentBuffer copy;
    private final SharedMemoryClaim claim;
    private final Consumer<AutoCloseable> onClosed;
    private final long messagesBefore;
    private volatile long confirmedAtEnd;

    SharedMemoryPublisher(Participant participant, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        this.participant = participant;
        this.onClosed = onClosed;
        endpoint = new Endpoint("publisher", participant, SegmentLayout.SPACE_WAITERS, SegmentLayout.DATA_WAITERS,
                options.waitStrategy());
        counters = endpoint.counters();
        Ring ring = participant.ring();
        copy = SegmentBuffer.ofMapping(ring.data());
        claim = new SharedMemoryClaim(this, endpoint, ring.data());
        maxMessageLength = ring.maxMessageLength();
        // The writer is closed also when this is unreachable, so it does not refer to this.
        Counters counting = counters;
        writer = switch (participant.identity().kind()) {
            case SPSC -> SingleProducerWriter.ofQueue(ring);
            case SPMC -> SingleProducerWriter.ofTopic(ring, participant.table(),
                    () -> counting.increment(Counter.EVICTIONS));
            case MPSC -> new MultiProducerWriter(ring, participant.slot(), participant.table());
        };
        messagesBefore = writer instanceof SingleProducerWriter single ? single.messagesBefore() : 0;
        endpoint.countUnreadWith(unread(participant));
        space = new SpaceCondition(writer, options.failWithoutConsumer() ? participant.table() : null);
    }

    @Override
    public long tryPublish(DirectBuffer buffer, int offset, int length) {
        requirePublishable(buffer, offset, length);
        if (!endpoint.enter()) {
            return closedResult();
        }
        try {
            requireNoClaim();
            long payload = claimNow(length);
            return payload < 0 ? payload : copyAndCommit(payload, buffer, offset, length);
        } finally {
            leave();
        }
    }

    /** Claims space if there is any: the payload's address, or BACK_PRESSURED. */
    private long claimNow(int length) {
        long payload = writer.claimKnown(length);
        return payload < 0 ? claimAfterLook(length) : payload;
    }

    private long claimAfterLook(int length) {
        long payload = writer.tryClaim(length);
        if (payload == RecordWriter.FULL) {
            counters.increment(Counter.BACK_PRESSURED);
            return BACK_PRESSURED;
        }
        return payload;
    }

    /** Where the segment was removed, that is no result but an exception. */
    private long closedResult() {
        if (endpoint.closedException() instanceof ChannelRemovedException removed) {
            throw removed;
        }
        return CLOSED;
    }

    /** Ends a call. If this thread closed the publisher during the call, it detaches now. */
    private void leave() {
        endpoint.leave();
        if (endpoint.isClosed()) {
            detach();
        }
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length) {
        long result = tryPublish(buffer, offset, length);
        return result == BACK_PRESSURED ? publishLater(buffer, offset, length, Deadline.never()) : result;
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length, Duration timeout) {
        long result = tryPublish(buffer, offset, length);
        return result == BACK_PRESSURED ? publishLater(buffer, offset, length, Deadline.after(timeout)) : result;
    }

    private long publishLater(DirectBuffer buffer, int offset, int length, long deadline) {
        if (!endpoint.enter()) {
            return closedResult();
        }
        try {
            requireNoClaim();
            long payload = awaitSpace(length, deadline);
            return payload < 0 ? payload : copyAndCommit(payload, buffer, offset, length);
        } catch (ClosedException e) {
            return CLOSED;
        } finally {
            leave();
        }
    }

    /** Claims space; returns the payload's address, BACK_PRESSURED on timeout, or NOT_CONNECTED. */
    private long awaitSpace(int length, long deadline) {
        writer.flush();
        space.want(length);
        try {
            endpoint.await(space, deadline);
        } catch (RuntimeException | Error e) {
            if (space.result() >= 0) {
                giveUp();
            }
            throw e;
        } finally {
            if (writer.endWait()) {
                endpoint.wakeOwnSide();
            }
        }
        return space.result();
    }

    private long copyAndCommit(long payload, DirectBuffer buffer, int offset, int length) {
        try {
            copy.window(payload, length);
            copy.putBytes(0, buffer, offset, length);
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
        return commit();
    }

    private long commit() {
        long sequence = writer.commit();
        endpoint.wakeOtherSide();
        counters.messages(sequence);
        return sequence;
    }

    /** Publishes the claim. Closed by another thread before, it was given up with the channel. */
    long commitClaim() {
        if (!endpoint.enterToEndClaim()) {
            claim.end();
            return closedResult();
        }
        try {
            claim.end();
            return commit();
        } finally {
            leave();
        }
    }

    /** Gives the claim up, unless closing did. */
    void abortClaim() {
        if (!endpoint.enterToEndClaim()) {
            claim.end();
            return;
        }
        try {
            claim.end();
            giveUp();
        } finally {
            leave();
        }
    }

    private void giveUp() {
        writer.abort();
        endpoint.wakeOtherSide();
    }

    private void requirePublishable(DirectBuffer buffer, int offset, int length) {
        requireClaimable(length);
        buffer.boundsCheck(offset, length);
    }

    private void requireClaimable(int length) {
        if (length < 0 || length > maxMessageLength) {
            throw new IllegalArgumentException("message length " + length + " is not from 0 to " + maxMessageLength
                    + ", the longest of channel " + channel()
                    + ": split it, or create the channel with longer messages");
        }
    }

    private void requireNoClaim() {
        if (claim.isOpen()) {
            throw new IllegalStateException(
                    "a claim of this publisher of channel " + channel() + " is open: commit or abort it first");
        }
    }

    @Override
    public Claim tryClaim(int length) {
        requireClaimable(length);
        if (endpoint.tryHold()) {
            // Closing does not wait for it: it cuts the claim off where it is, as the death of this process would, and
            // commit finds this closed.
            long payload = claimKnown(length);
            if (payload >= 0) {
                return claim.open(payload, length);
            }
            endpoint.endHold();
        }
        requireEntered();
        try {
            requireNoClaim();
            long payload = claimNow(length);
            return payload < 0 ? null : openClaim(payload, length);
        } finally {
            leave();
        }
    }

    private long claimKnown(int length) {
        try {
            return writer.claimKnown(length);
        } catch (RuntimeException | Error e) {
            endpoint.endHold();
            throw e;
        }
    }

    private Claim openClaim(long payload, int length) {
        endpoint.hold();
        return claim.open(payload, length);
    }

    private void requireEntered() {
        if (!endpoint.enter()) {
            throw endpoint.closedException();
        }
    }

    @Override
    public Claim claim(int length) {
        Claim now = tryClaim(length);
        if (now != null) {
            return now;
        }
        requireEntered();
        try {
            requireNoClaim();
            long payload = awaitSpace(length, Deadline.never());
            return payload < 0 ? null : openClaim(payload, length);
        } finally {
            leave();
        }
    }

    /** In the segment a message is safe from the death of either side. */
    @Override
    public long confirmed() {
        long confirmed = counters.messages();
        // Zero is also what the memory of a closed one reads.
        return confirmed == 0 ? confirmedAtEnd : confirmed;
    }

    /** Returns the position in the ring behind the message that was published last; for the publisher's thread. */
    long committedEnd() {
        return writer.committedEnd();
    }

    /**
     * Counts a topic's messages so far, those of earlier publishers included; any thread, until this is detached. Does
     * not refer to this.
     */
    LongSupplier topicMessages() {
        Counters counting = counters;
        long before = messagesBefore;
        return () -> before + counting.messages();
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public int consumers() {
        return endpoint.count(Role.CONSUMER);
    }

    @Override
    public int producers() {
        return endpoint.count(Role.PRODUCER);
    }

    @Override
    public String channel() {
        return participant.identity().name();
    }

    @Override
    public Transport transport() {
        return Transport.SHM;
    }

    @Override
    public void close() {
        claim.abortIfOwnedByCaller();
        end();
        if (endpoint.hasUntoldLoss()) {
            throw endpoint.closedException();
        }
    }

    /** The segment was removed: every later call says so. */
    private void removed() {
        endpoint.noteRemoval();
        end();
    }

    /** Counts the messages that are lost when the segment is removed. Does not refer to this. */
    private static LongSupplier unread(Participant participant) {
        RingKind kind = participant.identity().kind();
        Ring ring = participant.ring();
        return () -> kind.isTopic() ? 0 : Survey.unreadIfSound(ring, kind);
    }

    private void end() {
        if (!endpoint.beginClose()) {
            if (endpoint.isIdleAfterRemoval()) {
                detach();
            }
            return;
        }
        // After the fence, a call in progress shows in the word below, and a later one sees that this is closed.
        ProcessFence.run();
        if (endpoint.busy() != Thread.currentThread().threadId()) {
            // No call waits any more, so the one in progress ends soon, and what it returns is still true.
            while (endpoint.busy() != Endpoint.NOBODY) {
                Thread.yield();
            }
            // A claim another thread has in hand cannot be touched: the consumer skips it like that of a dead producer.
            detach();
        }
    }

    /** Called once, before the first message. */
    void accompany(Supplier<SharedMemory.Company> companion) {
        SharedMemory.Company company = endpoint.orEndWatch(companion);
        space.beforeSleep(company.feeder()::rest);
        endpoint.beforeDetach(company.end());
    }

    /** Has the segment's name watched; the watch does not keep this reachable. */
    void watch(ChannelStore store) {
        WeakReference<SharedMemoryPublisher> self = new WeakReference<>(this);
        endpoint.watch(store.watch(participant, () -> {
            SharedMemoryPublisher reachable = self.get();
            if (reachable != null) {
                reachable.removed();
            }
        }));
    }

    private void detach() {
        confirmedAtEnd = confirmed();
        writer.flush();
        writer.close();
        endpoint.detach();
        onClosed.accept(this);
    }

    @Override
    public Resources resources() {
        return new Held(endpoint, writer);
    }

    private record Held(Endpoint endpoint, RecordWriter writer) implements Resources {
        @Override
        public boolean close() {
            if (!endpoint.beginClose()) {
                return false;
            }
            writer.flush();
            writer.close();
            endpoint.detach();
            return true;
        }
    }
}
