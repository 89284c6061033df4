package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.core.RondoException;
import java.util.concurrent.Executor;
import org.agrona.DirectBuffer;

/**
 * Messages of one connected publisher on their way into a segment, as those of one more producer. The loop never waits: where the ring
 * is full, a helper thread claims the room and gives the claim to the loop.
 */
final class RingInflow implements Inflow {
    private final Publisher ring;
    private final EventLoop eventLoop;
    private final Executor helpers;
    private final Runnable onRoom;
    private long offered;
    private boolean waiting;
    private boolean closed;
    private Claim claim;

    /**
     * Creates the way in.
     *
     * @param ring used by the loop, and by a helper while the loop waits for it
     * @param onRoom called by the loop when a refused message may be offered again
     */
    RingInflow(Publisher ring, EventLoop eventLoop, Executor helpers, Runnable onRoom) {
        this.ring = ring;
        this.eventLoop = eventLoop;
        this.helpers = helpers;
        this.onRoom = onRoom;
    }

    @Override
    public boolean offer(DirectBuffer buffer, int offset, int length) {
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
        try {
            Claim room = ring.claim(length);
            eventLoop.execute(() -> roomFound(room));
        } catch (RondoException e) {
            // Closed meanwhile.
        }
    }

    private void roomFound(Claim room) {
        waiting = false;
        if (closed) {
            return;
        }
        claim = room;
        onRoom.run();
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
    public void close() {
        closed = true;
        if (claim != null) {
            claim.abort();
        }
        ring.close();
    }
}
