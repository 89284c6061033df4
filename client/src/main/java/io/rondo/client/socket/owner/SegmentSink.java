package io.rondo.client.socket.owner;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.shm.SharedMemory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.DirectBuffer;

/**
 * Writes the messages of one connected publisher into a segment, as one of its producers. The event loop never waits:
 * if the ring is full, a helper thread claims the space and hands the claim to the loop.
 */
public final class SegmentSink implements PublisherSink {
    private final Publisher ring;
    private final Executor eventLoop;
    private final Executor helpers;
    private final Runnable onSpace;
    private long offered;
    private boolean waiting;
    private boolean closed;
    private Claim claim;
    private RuntimeException failure;

    /**
     * Creates the sink.
     *
     * @param writer used by the event loop, or by a helper while {@link #waiting} is set
     * @param onSpace called by the event loop when a refused message may be offered again
     */
    public SegmentSink(SharedMemory.RemotePublisher writer, Executor eventLoop, Executor helpers, Runnable onSpace) {
        ring = writer.publisher();
        this.eventLoop = eventLoop;
        this.helpers = helpers;
        this.onSpace = onSpace;
    }

    @Override
    public boolean offer(DirectBuffer buffer, int offset, int length) {
        if (failure != null) {
            throw failure;
        }
        if (waiting) {
            return false;
        }
        if (claim != null) {
            Claim room = claim;
            claim = null;
            room.buffer().putBytes(room.offset(), buffer, offset, length);
            room.commit();
        } else if (ring.tryPublish(buffer, offset, length) < 0) {
            waiting = true;
            helpers.execute(() -> waitForRoom(length));
            return false;
        }
        offered++;
        return true;
    }

    private void waitForRoom(int length) {
        Claim room = null;
        RuntimeException thrown = null;
        try {
            room = ring.claim(length);
        } catch (RuntimeException e) {
            thrown = e;
        }
        waited(room, thrown);
    }

    /** Helper: hands the result to the event loop, and does not use the ring any more. */
    private void waited(Claim room, RuntimeException thrown) {
        try {
            eventLoop.execute(() -> {
                waiting = false;
                if (!closed) {
                    claim = room;
                    failure = thrown;
                    onSpace.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
        }
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public long offered() {
        return offered;
    }

    /** Messages in the segment survive this process. */
    @Override
    public long confirmed() {
        return offered;
    }

    @Override
    public int unconfirmed() {
        return 0;
    }

    @Override
    public void withdraw() {
        // All messages are confirmed.
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (claim != null) {
                claim.close();
            }
        } finally {
            ring.close();
        }
    }
}
