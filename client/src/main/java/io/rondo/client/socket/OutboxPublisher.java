package io.rondo.client.socket;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Transport;
import io.rondo.client.guard.CallGuard;
import io.rondo.client.guard.Resources;
import io.rondo.core.ClosedException;
import io.rondo.core.memory.ProcessFence;
import io.rondo.core.memory.SegmentBuffer;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Publishes over a socket. */
final class OutboxPublisher implements Publisher, Resources.Holder {
    private final String channel;
    private final Outbox outbox;
    private final ThreadParker parker;
    private final Waiter waiter;
    private final long lingerNanos;
    private final Consumer<AutoCloseable> onClosed;
    private final Room room;
    private final SegmentBuffer copy = new SegmentBuffer();
    private final OutboxClaim claim = new OutboxClaim(this);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CallGuard calls;
    private volatile boolean closed;

    OutboxPublisher(String channel, Outbox outbox, ThreadParker parker, ChannelOptions options,
            Consumer<AutoCloseable> onClosed) {
        this.channel = channel;
        calls = new CallGuard("publisher", channel);
        this.outbox = outbox;
        this.parker = parker;
        this.onClosed = onClosed;
        waiter = options.waitStrategy().newWaiter();
        lingerNanos = Deadline.nanos(options.linger());
        room = new Room(outbox, options.failWithoutConsumer());
    }

    static IllegalArgumentException tooLong(String channel, int length, int most) {
        return new IllegalArgumentException("message length " + length + " is not from 0 to " + most
                + ", the longest of channel " + channel + ": split it, or create the channel with longer messages");
    }

    /** Waits for room by claiming it. */
    private static final class Room implements Condition {
        private static final long PATIENCE_NANOS = 500_000_000L;

        private final Outbox outbox;
        private final boolean failWithoutConsumer;
        private int length;
        private long result;
        private long aloneSince;

        Room(Outbox outbox, boolean failWithoutConsumer) {
            this.outbox = outbox;
            this.failWithoutConsumer = failWithoutConsumer;
        }

        void want(int messageLength) {
            length = messageLength;
            result = BACK_PRESSURED;
            aloneSince = System.nanoTime();
        }

        long result() {
            return result;
        }

        @Override
        public boolean holds() {
            if (result == Outbox.CLAIMED) {
                return true;
            }
            result = outbox.tryClaim(length);
            if (result != NOT_CONNECTED) {
                aloneSince = System.nanoTime();
            }
            return result == Outbox.CLAIMED || isAlone();
        }

        /** An owner that is connected to again at once was never gone. */
        private boolean isAlone() {
            return failWithoutConsumer && result == NOT_CONNECTED
                    && System.nanoTime() - aloneSince >= PATIENCE_NANOS;
        }

        @Override
        public long maxSleepNanos() {
            return failWithoutConsumer ? PATIENCE_NANOS / 2 : MAX_SLEEP_NANOS;
        }
    }

    @Override
    public long tryPublish(DirectBuffer buffer, int offset, int length) {
        requirePublishable(buffer, offset, length);
        if (!calls.enter()) {
            return CLOSED;
        }
        try {
            requireNoClaim();
            long result = outbox.tryClaim(length);
            return result == Outbox.CLAIMED ? copyAndCommit(buffer, offset, length) : result;
        } finally {
            calls.leave();
        }
    }

    private long copyAndCommit(DirectBuffer buffer, int offset, int length) {
        outbox.moveTo(copy);
        copy.putBytes(0, buffer, offset, length);
        return outbox.commit();
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length) {
        long result = tryPublish(buffer, offset, length);
        return isFinal(result) ? result : publishLater(buffer, offset, length, Deadline.never());
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length, Duration timeout) {
        long result = tryPublish(buffer, offset, length);
        return isFinal(result) ? result : publishLater(buffer, offset, length, Deadline.after(timeout));
    }

    /** Whether waiting changes nothing. */
    private static boolean isFinal(long result) {
        return result != BACK_PRESSURED && result != NOT_CONNECTED;
    }

    private long publishLater(DirectBuffer buffer, int offset, int length, long deadline) {
        if (!calls.enter()) {
            return CLOSED;
        }
        try {
            requireNoClaim();
            long result = await(length, deadline);
            return result == Outbox.CLAIMED ? copyAndCommit(buffer, offset, length) : result;
        } catch (ClosedException e) {
            return CLOSED;
        } finally {
            calls.leave();
        }
    }

    private long await(int length, long deadline) {
        room.want(length);
        waiter.await(room, parker, deadline);
        return room.result();
    }

    private void requirePublishable(DirectBuffer buffer, int offset, int length) {
        requireClaimable(length);
        buffer.boundsCheck(offset, length);
    }

    private void requireClaimable(int length) {
        if (length < 0 || length > outbox.maxMessageLength()) {
            throw tooLong(channel, length, outbox.maxMessageLength());
        }
    }

    private void requireNoClaim() {
        if (claim.isOpen()) {
            throw new IllegalStateException(
                    "a claim of this publisher of channel " + channel + " is open: commit or abort it first");
        }
    }

    @Override
    public Claim tryClaim(int length) {
        requireClaimable(length);
        requireEntered();
        try {
            requireNoClaim();
            return outbox.tryClaim(length) == Outbox.CLAIMED ? openClaim() : null;
        } finally {
            calls.leave();
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
            return await(length, Deadline.never()) == Outbox.CLAIMED ? openClaim() : null;
        } finally {
            calls.leave();
        }
    }

    private void requireEntered() {
        if (!calls.enter()) {
            throw closedException();
        }
    }

    private Claim openClaim() {
        calls.hold();
        outbox.moveTo(claim.view());
        return claim.open();
    }

    /** Sends the open claim, unless this was closed by another thread. */
    long commitClaim() {
        if (!calls.enterToEndClaim()) {
            claim.end();
            return CLOSED;
        }
        try {
            claim.end();
            calls.endHold();
            return outbox.commit();
        } finally {
            calls.leave();
        }
    }

    /** Gives the open claim up: what was claimed and not committed leaves no trace. */
    void abortClaim() {
        if (!calls.enterToEndClaim()) {
            claim.end();
            return;
        }
        try {
            claim.end();
            calls.endHold();
        } finally {
            calls.leave();
        }
    }

    private ClosedException closedException() {
        return new ClosedException("publisher of channel " + channel + " is closed");
    }

    @Override
    public int maxMessageLength() {
        return outbox.maxMessageLength();
    }

    @Override
    public long confirmed() {
        return outbox.confirmed();
    }

    @Override
    public int consumers() {
        requireOpen();
        return outbox.census().consumers();
    }

    @Override
    public int producers() {
        requireOpen();
        return outbox.census().producers();
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Transport transport() {
        return Transport.SOCKET;
    }

    @Override
    public void close() {
        claim.abortIfOwnedByCaller();
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        closed = true;
        calls.shut();
        parker.close();
        // After the fence, a call in progress shows in the guard, and a later one does not begin.
        ProcessFence.run();
        // No call waits any more, so the one in progress ends soon, and what it returns is still true.
        while (calls.busy() != CallGuard.NOBODY && calls.busy() != Thread.currentThread().threadId()) {
            Thread.yield();
        }
        try {
            outbox.close(lingerNanos);
        } finally {
            onClosed.accept(this);
        }
    }

    @Override
    public Resources resources() {
        return new Held(outbox, parker, closing, lingerNanos);
    }

    private record Held(Outbox outbox, ThreadParker parker, AtomicBoolean closing, long lingerNanos)
            implements
                Resources {
        @Override
        public boolean close() {
            if (!closing.compareAndSet(false, true)) {
                return false;
            }
            parker.close();
            outbox.close(lingerNanos);
            return true;
        }
    }
}
