package io.rondo.client.socket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.rondo.client.socket.session.ByteRing;
import io.rondo.client.socket.session.FileRange;
import io.rondo.client.socket.session.OutgoingFrames;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the frames of one connection: control frames first, then the Data frames of a window. The thread that holds
 * the write token writes, always whole frames.
 *
 * <p>If the socket is idle, the publishing thread writes its message itself, which saves a thread switch. While
 * messages follow each other closely, the event loop writes them in batches.
 */
public final class FrameWriter {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final VarHandle TOKEN = tokenHandle();

    private static final int CONTROL_BYTES = 8 * SessionEncoder.MAX_CONTROL_FRAME_LENGTH;
    /** A socket counts as busy for this long after a write. */
    private static final long BUSY_NANOS = 5_000;

    private final Channel channel;
    private final EventLoopLease lease;
    private final DirectWriter direct;
    private final Runnable drain = this::drain;
    private final ByteRing control = new ByteRing(CONTROL_BYTES);
    private final ByteBuf controlBytes = Unpooled.wrappedBuffer(control.memory());
    private final SegmentBuffer controlView = control.newView();
    private final SessionEncoder encoder = new SessionEncoder();
    private volatile OutgoingFrames window;
    private ByteBuf windowBytes;

    private int token = FREE;
    /** The event loop holds the token or will receive it by a queued task. */
    private volatile boolean heldByLoop;
    private long lastWrite;
    /** Loop: no frame is written any more. */
    private boolean closed;

    /**
     * Creates the writer.
     *
     * @param channel the connection
     * @param lease of the channel's event loop
     * @param direct writes without the event loop; null if that is not possible
     */
    FrameWriter(Channel channel, EventLoopLease lease, DirectWriter direct) {
        this.channel = channel;
        this.lease = lease;
        this.direct = direct;
        lastWrite = System.nanoTime() - BUSY_NANOS;
    }

    private static VarHandle tokenHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(FrameWriter.class, "token", int.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Encodes one control frame into a buffer and returns its length. */
    @FunctionalInterface
    public interface ControlFrame {
        int encode(SessionEncoder encoder, MutableDirectBuffer buffer, int index);
    }

    /**
     * Loop: sends a control frame. Returns false, and sends nothing, if the buffer for control frames is full or the
     * writer closed.
     */
    public boolean send(ControlFrame frame) {
        if (closed) {
            return false;
        }
        int index = control.claim(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        if (index < 0) {
            return false;
        }
        control.commit(frame.encode(encoder, controlView, index));
        flushFromLoop();
        return true;
    }

    /** Loop: starts to send the frames of a rewound window. */
    public void attach(OutgoingFrames frames) {
        windowBytes = Unpooled.wrappedBuffer(frames.ring().memory());
        window = frames;
        flushFromLoop();
    }

    /** Loop: stops to send Data frames, apart from the piece that is being written. */
    public void detach() {
        window = null;
    }

    private void flushFromLoop() {
        if (TOKEN.compareAndSet(this, FREE, HELD)) {
            drain();
        }
    }

    /** Any thread: ensures that all frames appended before this call are sent. */
    public void flush() {
        // [token] The CAS orders the append before the load of the token. Pairs with the volatile store in drain().
        if (!TOKEN.compareAndSet(this, FREE, HELD)) {
            return;
        }
        // During a lease the event loop would run the task late, so this thread writes.
        if (direct == null || !lease.isLoopSuspended() && System.nanoTime() - lastWrite < BUSY_NANOS) {
            heldByLoop = true;
            channel.eventLoop().execute(drain);
        } else {
            drain();
        }
    }

    /** The result of writing one piece. */
    private enum Progress {
        /** The piece is written. */
        WRITTEN,
        /** There was nothing to write. */
        NOTHING,
        /** The event loop holds the token now. The caller must not touch the state any more. */
        HANDED_OVER
    }

    /** Token holder: writes all pending frames, and releases the token unless the event loop must continue. */
    private void drain() {
        do {
            heldByLoop = channel.eventLoop().inEventLoop();
            if (heldByLoop && closed) {
                return;
            }
            Progress progress;
            try {
                do {
                    progress = writePiece();
                } while (progress == Progress.WRITTEN);
            } catch (IOException | RuntimeException e) {
                heldByLoop = true;
                signalBroken();
                return;
            }
            if (progress == Progress.HANDED_OVER) {
                return;
            }
            lastWrite = System.nanoTime();
            heldByLoop = false;
            // [token] Volatile: the release precedes the check for frames appended in the meantime. Pairs with the CAS
            // in flush().
            TOKEN.setVolatile(this, FREE);
        } while (hasPending() && TOKEN.compareAndSet(this, FREE, HELD));
    }

    /** Whether the socket has accepted all frames. */
    boolean isDrained() {
        return !hasPending();
    }

    private boolean hasPending() {
        OutgoingFrames frames = window;
        return control.freed() != control.appended() || frames != null && frames.hasPending();
    }

    private Progress writePiece() throws IOException {
        long end = control.appended();
        long from = control.skipPadding(control.freed(), end);
        if (from < end) {
            return write(null, from, control.contiguousEnd(from, end));
        }
        OutgoingFrames frames = window;
        if (frames == null) {
            return Progress.NOTHING;
        }
        long appended = frames.ring().appended();
        from = frames.sendStart(appended);
        end = frames.sendEnd(appended);
        if (from < end) {
            return write(frames, from, end);
        }
        FileRange range = frames.range();
        return range == null ? Progress.NOTHING : write(frames, range);
    }

    /** The event loop writes the range of a file, by sendfile(2) if the connection can. */
    private Progress write(OutgoingFrames frames, FileRange range) {
        heldByLoop = true;
        if (channel.eventLoop().inEventLoop()) {
            return writeRange(frames, range);
        }
        channel.eventLoop().execute(() -> continueDraining(writeRange(frames, range)));
        return Progress.HANDED_OVER;
    }

    private Progress writeRange(OutgoingFrames frames, FileRange range) {
        if (closed) {
            return Progress.HANDED_OVER;
        }
        // Closes the file, also if the connection breaks.
        ChannelFuture future = channel
                .writeAndFlush(new DefaultFileRegion(range.file(), range.position(), range.length()));
        if (future.isDone()) {
            return rangeWritten(future, frames);
        }
        future.addListener(done -> continueDraining(rangeWritten(future, frames)));
        return Progress.HANDED_OVER;
    }

    private Progress rangeWritten(ChannelFuture future, OutgoingFrames frames) {
        if (!isWritten(future)) {
            return Progress.HANDED_OVER;
        }
        frames.onRangeSent();
        return Progress.WRITTEN;
    }

    /** Whether the bytes were written and more may be. */
    private boolean isWritten(ChannelFuture future) {
        if (!future.isSuccess()) {
            signalBroken();
        }
        return future.isSuccess() && !closed;
    }

    private Progress write(OutgoingFrames frames, long from, long to) throws IOException {
        ByteRing ring = frames == null ? control : frames.ring();
        int index = ring.index(from);
        int length = (int) (to - from);
        if (frames != null) {
            frames.onSending(to);
        }
        int written = direct == null ? 0 : direct.write(ring.memory(), index, index + length);
        if (written == length) {
            onWritten(frames, to);
            return Progress.WRITTEN;
        }
        heldByLoop = true;
        if (channel.eventLoop().inEventLoop()) {
            return writeRemainder(frames, from + written, to);
        }
        channel.eventLoop().execute(() -> continueDraining(writeRemainder(frames, from + written, to)));
        return Progress.HANDED_OVER;
    }

    private void continueDraining(Progress progress) {
        if (progress == Progress.WRITTEN) {
            drain();
        }
    }

    /** Loop: lets Netty write the bytes that the socket did not accept. */
    private Progress writeRemainder(OutgoingFrames frames, long from, long to) {
        if (closed) {
            return Progress.HANDED_OVER;
        }
        ByteRing ring = frames == null ? control : frames.ring();
        ByteBuf bytes = frames == null ? controlBytes : windowBytes;
        int index = ring.index(from);
        bytes.setIndex(index, index + (int) (to - from));
        ChannelFuture future = channel.writeAndFlush(bytes.retain());
        if (future.isDone()) {
            return remainderWritten(future, frames, to);
        }
        future.addListener(done -> continueDraining(remainderWritten(future, frames, to)));
        return Progress.HANDED_OVER;
    }

    private Progress remainderWritten(ChannelFuture future, OutgoingFrames frames, long to) {
        if (!isWritten(future)) {
            return Progress.HANDED_OVER;
        }
        onWritten(frames, to);
        return Progress.WRITTEN;
    }

    private void onWritten(OutgoingFrames frames, long to) {
        if (frames == null) {
            control.free(to);
        } else {
            frames.onSent(to);
        }
    }

    private void signalBroken() {
        try {
            channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Connection.BROKEN));
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
        }
    }

    /**
     * Loop: returns when no thread writes any more. After that the connection may be closed and the window rewound.
     */
    void close() {
        closed = true;
        // A writing thread never blocks while it holds the token, so this wait is short.
        while (!heldByLoop && !TOKEN.compareAndSet(this, FREE, HELD)) {
            Thread.onSpinWait();
        }
        heldByLoop = true;
    }
}
