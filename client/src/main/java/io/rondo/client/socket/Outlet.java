package io.rondo.client.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.core.memory.SegmentBuffer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.MutableDirectBuffer;

/**
 * All that leaves over one connection: control frames first, then the Data frames of a window. Whoever holds the token writes, in
 * pieces that end where frames end.
 *
 * <p>A message that finds the socket idle is written by the thread that published it, which spares the way over the loop; while
 * messages come one after the other, the loop writes what has gathered, many in one call.
 */
final class Outlet {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final VarHandle TOKEN = tokenHandle();

    private static final int CONTROL_BYTES = 8 * SessionEncoder.MAX_CONTROL_FRAME_LENGTH;
    /** A socket that was written to within this time is busy. */
    private static final long BUSY_NANOS = 5_000;

    private final Channel channel;
    private final LoopSeat seat;
    private final DirectWriter direct;
    private final Runnable drain = this::drain;
    private final ByteRing control = new ByteRing(CONTROL_BYTES);
    private final ByteBuf controlBytes = Unpooled.wrappedBuffer(control.memory());
    private final SegmentBuffer controlView = control.newView();
    private final SessionEncoder encoder = new SessionEncoder();
    private volatile SendWindow window;
    private ByteBuf windowBytes;

    private int token = FREE;
    /** The token is held for the loop, and given back by it or never. */
    private volatile boolean withLoop;
    private long lastWrite;
    /** Loop: nothing is sent any more. */
    private boolean shut;

    /**
     * Creates the outlet.
     *
     * @param channel the connection
     * @param seat of its loop
     * @param direct writes without the loop; null where nothing can
     */
    Outlet(Channel channel, LoopSeat seat, DirectWriter direct) {
        this.channel = channel;
        this.seat = seat;
        this.direct = direct;
        lastWrite = System.nanoTime() - BUSY_NANOS;
    }

    private static VarHandle tokenHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Outlet.class, "token", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Writes one control frame into a buffer and returns its length. */
    @FunctionalInterface
    interface Frame {
        int encode(SessionEncoder encoder, MutableDirectBuffer buffer, int index);
    }

    /** Loop: sends a control frame; false if the peer has not taken the ones before, and nothing is sent. */
    boolean send(Frame frame) {
        if (shut) {
            return false;
        }
        int index = control.claim(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        if (index < 0) {
            return false;
        }
        control.commit(frame.encode(encoder, controlView, index));
        kickFromLoop();
        return true;
    }

    /** Loop: from now on sends the frames of a window too, which was rewound. */
    void attach(SendWindow frames) {
        windowBytes = Unpooled.wrappedBuffer(frames.ring().memory());
        window = frames;
        kickFromLoop();
    }

    /** Loop: sends no further frame of a window, but for the piece that is being written. */
    void detach() {
        window = null;
    }

    private void kickFromLoop() {
        if (TOKEN.compareAndSet(this, FREE, HELD)) {
            drain();
        }
    }

    /** Any thread: what was appended before this call will be sent. */
    void kick() {
        // The exchange orders the append before the look at the token; pairs with the volatile store in release().
        if (!TOKEN.compareAndSet(this, FREE, HELD)) {
            return;
        }
        // While the loop has lent its place it is called back late.
        if (direct == null || !seat.isAway() && System.nanoTime() - lastWrite < BUSY_NANOS) {
            withLoop = true;
            channel.eventLoop().execute(drain);
        } else {
            drain();
        }
    }

    /** How a step of writing ended. */
    private enum Step {
        /** A piece is written. */
        WROTE,
        /** There was none. */
        NOTHING,
        /** Somebody else has the token now and goes on: nothing here may be touched any more. */
        AWAY
    }

    /** Token holder: writes all there is, and gives the token back unless the loop has to go on. */
    private void drain() {
        do {
            withLoop = channel.eventLoop().inEventLoop();
            if (withLoop && shut) {
                return;
            }
            Step step;
            try {
                do {
                    step = writePiece();
                } while (step == Step.WROTE);
            } catch (IOException | RuntimeException e) {
                withLoop = true;
                closeSoon();
                return;
            }
            if (step == Step.AWAY) {
                return;
            }
            lastWrite = System.nanoTime();
            withLoop = false;
            // [token] volatile: before the look for what was appended meanwhile.
            TOKEN.setVolatile(this, FREE);
        } while (hasMore() && TOKEN.compareAndSet(this, FREE, HELD));
    }

    /** Whether the socket took all that was sent. */
    boolean isDrained() {
        return !hasMore();
    }

    private boolean hasMore() {
        SendWindow frames = window;
        return control.freed() != control.appended() || frames != null && frames.hasMore();
    }

    private Step writePiece() throws IOException {
        long end = control.appended();
        long from = control.skip(control.freed(), end);
        if (from < end) {
            return write(null, from, control.endOfRow(from, end));
        }
        SendWindow frames = window;
        if (frames == null) {
            return Step.NOTHING;
        }
        long appended = frames.ring().appended();
        from = frames.beginOfRow(appended);
        end = frames.endOfRow(appended);
        return from < end ? write(frames, from, end) : Step.NOTHING;
    }

    private Step write(SendWindow frames, long from, long to) throws IOException {
        ByteRing ring = frames == null ? control : frames.ring();
        int index = ring.index(from);
        int length = (int) (to - from);
        if (frames != null) {
            frames.sending(to);
        }
        int written = direct == null ? 0 : direct.write(ring.memory(), index, index + length);
        if (written == length) {
            wrote(frames, to);
            return Step.WROTE;
        }
        withLoop = true;
        if (channel.eventLoop().inEventLoop()) {
            return writeRest(frames, from + written, to);
        }
        channel.eventLoop().execute(() -> goOn(writeRest(frames, from + written, to)));
        return Step.AWAY;
    }

    private void goOn(Step step) {
        if (step == Step.WROTE) {
            drain();
        }
    }

    /** Loop: lets Netty write what the socket did not take, when it does. */
    private Step writeRest(SendWindow frames, long rest, long to) {
        if (shut) {
            return Step.AWAY;
        }
        ByteRing ring = frames == null ? control : frames.ring();
        ByteBuf bytes = frames == null ? controlBytes : windowBytes;
        int index = ring.index(rest);
        bytes.setIndex(index, index + (int) (to - rest));
        ChannelFuture future = channel.writeAndFlush(bytes.retain());
        if (future.isDone()) {
            return restWritten(future, frames, to);
        }
        future.addListener(done -> goOn(restWritten(future, frames, to)));
        return Step.AWAY;
    }

    private Step restWritten(ChannelFuture future, SendWindow frames, long to) {
        if (!future.isSuccess()) {
            closeSoon();
            return Step.AWAY;
        }
        if (shut) {
            return Step.AWAY;
        }
        wrote(frames, to);
        return Step.WROTE;
    }

    private void wrote(SendWindow frames, long to) {
        if (frames == null) {
            control.free(to);
        } else {
            frames.sent(to);
        }
    }

    private void closeSoon() {
        try {
            channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Wire.BROKEN));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and with it the connection.
        }
    }

    /**
     * Loop: returns when nobody writes any more, for good. The connection may be closed after that, and the window
     * rewound.
     */
    void shut() {
        shut = true;
        // A thread that writes by itself does not wait for anything meanwhile.
        while (!withLoop && !TOKEN.compareAndSet(this, FREE, HELD)) {
            Thread.onSpinWait();
        }
        withLoop = true;
    }
}
