package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.shm.SharedMemory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.DirectBuffer;

/**
 * Messages of one connected publisher on their way into a segment, as those of one more producer. The loop never waits:
 * where the ring is full, a helper thread claims the room and gives the claim to the loop.
 */
final class RingInflow implements Inflow {
    private final Publisher ring;
    private final Runnable unmap;
    private final EventLoop eventLoop;
    private final Executor helpers;
    private final Runnable onRoom;
    private long offered;
    private boolean waiting;
    private boolean closed;
    private Claim claim;
    private RuntimeException failure;

    /**
     * Creates the way in.
     *
     * @param writer used by the loop, and by a helper while the loop waits for it
     * @param onRoom called by the loop when a refused message may be offered again
     */
    RingInflow(SharedMemory.RemotePublisher writer, EventLoop eventLoop, Executor helpers, Runnable onRoom) {
        ring = writer.publisher();
        unmap = writer.unmap();
        this.eventLoop = eventLoop;
        this.helpers = helpers;
        this.onRoom = onRoom;
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
            claim.buffer().putBytes(claim.offset(), buffer, offset, length);
            claim.commit();
            claim = null;
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

    /** Helper: has nothing to do with the ring any more. */
    private void waited(Claim room, RuntimeException thrown) {
        try {
            eventLoop.execute(() -> {
                waiting = false;
                if (closed) {
                    unmap.run();
                } else {
                    claim = room;
                    failure = thrown;
                    onRoom.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The loop has ended, and this with it.
        }
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public long offered() {
        return offered;
    }

    /** In the segment a message outlives this process. */
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
        // Every message is confirmed.
    }

    @Override
    public void close() {
        closed = true;
        if (claim != null) {
            claim.abort();
        }
        ring.close();
        if (!waiting) {
            unmap.run();
        }
    }
}
